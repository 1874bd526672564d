/* Breaks a report into pages, inside wkhtmltopdf (old JavaScript): its unpatched build repeats no
 * header row and numbers no pages. What is measured here is what is printed. */
(function () {
    "use strict";
    var HEADINGS = 150; // pixels kept for the headings above a row that is as high as a page
    var PADDING = 12; // of a cell, above and below
    var body = document.body;
    var height = Number(body.getAttribute("data-height"));
    var cutMark = body.getAttribute("data-cut");
    var table = document.getElementById("rows");
    var foot = document.getElementById("foot");
    var blocks = [].slice.call(document.getElementById("top").children);
    var rows = [].slice.call(table.tBodies[0].rows);
    var head = table.tHead;
    var columns = table.getElementsByTagName("colgroup")[0];
    var headHeight = head.offsetHeight;
    var room = height - foot.offsetHeight;
    var pages = [];
    var left = 0;
    var page = null;
    var part = null;

    function shorten(row, most) {
        [].forEach.call(row.cells, function (cell) {
            var text = cell.textContent;
            // A cell is as high as its row: the text is measured in a box of its own.
            var box = document.createElement("div");
            var low = 0;
            var high = text.length;
            box.textContent = text;
            cell.textContent = "";
            cell.appendChild(box);
            if (tall(box) <= most) {
                return;
            }
            while (low < high) {
                var middle = Math.ceil((low + high) / 2);
                box.textContent = text.slice(0, middle) + " " + cutMark;
                if (tall(box) <= most) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            box.textContent = text.slice(0, low) + " " + cutMark;
        });
    }

    function tall(element) {
        return element.getBoundingClientRect().height;
    }

    function beginPage() {
        page = document.createElement("div");
        page.className = "page";
        page.style.height = height + "px";
        page.appendChild(foot.cloneNode(true));
        pages.push(page);
        part = null;
        left = room;
    }

    function beginTable() {
        part = document.createElement("table");
        part.appendChild(columns.cloneNode(true));
        part.appendChild(head.cloneNode(true));
        part.appendChild(document.createElement("tbody"));
        page.appendChild(part);
        left -= headHeight;
    }

    // All is measured before anything moves: once, not once a row.
    var cells = rows.map(tall);
    var most = room - headHeight - HEADINGS;
    rows.forEach(function (row, at) {
        if (cells[at] > most) {
            shorten(row, most - PADDING);
            cells[at] = tall(row);
        }
    });
    var tops = blocks.map(function (block) {
        var style = window.getComputedStyle(block);
        return tall(block) + parseFloat(style.marginBottom);
    });

    beginPage();
    blocks.forEach(function (block, at) {
        if (tops[at] > left && left < room) {
            beginPage();
        }
        page.appendChild(block);
        left -= tops[at];
    });
    rows.forEach(function (row, at) {
        // A heading stays with the first row below it, a block in one piece where it fits.
        var need = cells[at];
        for (var next = at; rows[next + 1] && /group|stays/.test(rows[next].className); next++) {
            need += cells[next + 1];
        }
        if (need > room - headHeight) {
            need = cells[at];
        }
        var whole = part ? need : need + headHeight;
        if (whole > left && (part || left < room)) {
            beginPage();
        }
        if (!part) {
            beginTable();
        }
        part.tBodies[0].appendChild(row);
        left -= cells[at];
    });
    if (!rows.length) {
        if (headHeight > left) {
            beginPage();
        }
        beginTable();
    }

    body.innerHTML = "";
    pages.forEach(function (made, at) {
        made.getElementsByClassName("number")[0].textContent = at + 1 + " / " + pages.length;
        body.appendChild(made);
    });
})();
