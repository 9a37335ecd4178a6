-- What the parts and the file of the figures show besides what stands at a glance (glance.sql): with no scope and no keys.
-- Each ends with a semicolon at the end of its line; %(first)s and %(end)s are the period.

SELECT r.level, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.level;

SELECT r.age_band, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.age_band;

SELECT r.concern_type, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.concern_type;

SELECT r.recruitment, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.recruitment;

SELECT r.determination, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.determination;

SELECT r.office_id, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.office_id;

SELECT y.living_situation, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY y.living_situation;

SELECT d.timing, count(*) FROM referrals_referral r JOIN referrals_determined d ON d.id = r.determined_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY d.timing;

SELECT s.computed_level, s.level, count(*) FROM screening_screening s JOIN youth_youth y ON y.id = s.youth_id
    WHERE s.status = 'signed' AND s.signed_at >= %(first)s AND s.signed_at < %(end)s
    GROUP BY s.computed_level, s.level;

SELECT code, count(*) FROM (SELECT unnest(s.not_known) AS code FROM screening_screening s JOIN youth_youth y ON y.id = s.youth_id
    WHERE s.status = 'signed' AND s.signed_at >= %(first)s AND s.signed_at < %(end)s) AS left_open
    GROUP BY code;

SELECT y.office_id, sum(cardinality(s.not_known)), count(*) FROM screening_screening s JOIN youth_youth y ON y.id = s.youth_id
    WHERE s.status = 'signed' AND s.signed_at >= %(first)s AND s.signed_at < %(end)s
    GROUP BY y.office_id;

SELECT o.region_id, count(*) FROM referrals_referral r LEFT JOIN accounts_office o ON o.id = r.office_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY o.region_id;

SELECT o.source, count(*) FROM referrals_referral r LEFT JOIN LATERAL (
        SELECT x.source FROM referrals_outsidereport x JOIN referrals_step s ON s.id = x.step_id
        WHERE s.referral_id = r.id ORDER BY s.number LIMIT 1) AS o ON true
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY o.source;

SELECT r.concern_type, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    AND r.determination IN ('suspected', 'confirmed')
    GROUP BY r.concern_type;

SELECT r.office_id, sum((y.living_situation IN ('', 'unknown'))::int + (r.age_band IN ('', 'unknown'))::int
        + (r.concern_type IN ('', 'unknown'))::int + (r.recruitment IN ('', 'unknown'))::int), count(*)
    FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.office_id;

SELECT r.level, count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY o.first - r.opened_at)
    FROM referrals_referral r LEFT JOIN LATERAL (
        SELECT min(t.at) AS first FROM referrals_service s JOIN referrals_servicestep t ON t.service_id = s.id
        WHERE s.referral_id = r.id AND t.standing <> 'unmet') AS o ON true
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    AND r.determination IN ('suspected', 'confirmed')
    GROUP BY r.level;

SELECT y.living_situation, count(*) FILTER (WHERE d.done_at <= d.due_at), count(*)
    FROM duties_duty d JOIN youth_youth y ON y.id = d.youth_id
    WHERE d.clock = 'return_screen_finish' AND d.due_at >= %(first)s AND d.due_at < %(end)s
    AND d.not_applicable_at IS NULL AND d.paused_at IS NULL
    GROUP BY y.living_situation;

SELECT y.living_situation, sum(cardinality(s.not_known)), count(*)
    FROM screening_screening s JOIN youth_youth y ON y.id = s.youth_id
    WHERE s.status = 'signed' AND s.trigger = 'return' AND s.signed_at >= %(first)s AND s.signed_at < %(end)s
    GROUP BY y.living_situation;
