-- a copied database sends nothing to other systems, and can't: what signs and logs in is gone
UPDATE customer_endpoint SET state = 'off', stop_reason = NULL, in_use = false;
DELETE FROM customer_secret;
DELETE FROM customer_outbox WHERE state IN ('waiting', 'retry', 'sending');
UPDATE ir_cron SET active = false
 WHERE id IN (SELECT res_id FROM ir_model_data
               WHERE module = 'customer_master' AND name = 'ir_cron_outbox');
