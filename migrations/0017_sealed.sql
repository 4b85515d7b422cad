-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Nothing here: the number belongs to another change.
SELECT 1;
