{
    "name": "Customer Neighbour",
    "summary": "Stands for any other addon: installed by tests of the life cycle, and taken away",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Master contributors",
    "license": "LGPL-3",
    "depends": ["mail"],
    "data": ["ir.model.access.csv"],
    "installable": True,
}
