-- SPDX-License-Identifier: AGPL-3.0-or-later

-- texts_account(phone: text) -> one texts_account(id: account, person: person, stopped_at: time?, heard_at: time?)
-- Whose number it is. Read by the program, to do what a text asks for.
SELECT id, person, sms_stopped_at, phone_heard_at FROM account WHERE phone = :phone AND state <> 'closed';

-- receipt_find(id: notice) -> one receipt_row(tenant: tenant, person: person, own: bool)
-- A text that the gateway took, and whether it went to the person's own number.
SELECT tenant, person, CASE WHEN address IS NULL THEN 1 ELSE 0 END FROM notice
WHERE id = :id AND channel = 'sms' AND state IN ('sent', 'arrived');

-- receipt_set(id: notice, state: text, cause: text) -> none
-- What became of it.
UPDATE notice SET state = :state, cause = :cause WHERE id = :id;
