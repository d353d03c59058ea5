package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code at(yyyy-mm-ddThh:mm:ss)} in a time zone. Stateless. */
final class ScheduleExpression {

    private static final Pattern AT =
            Pattern.compile("at\\((\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})\\)");

    private ScheduleExpression() {}

    /**
     * When a schedule is due. A time that a clock change leaves out is the one an hour later; of
     * one that it repeats, the first counts.
     *
     * @param expression the {@code ScheduleExpression}
     * @param timezone the {@code ScheduleExpressionTimezone}, an IANA name
     * @throws JsonException {@code ValidationException} if it is not a time in a time zone
     */
    static Instant due(String expression, String timezone) {
        if (expression.startsWith("rate(") || expression.startsWith("cron(")) {
            throw JsonException.validation(
                    "Invalid Schedule Expression %s. The local cloud has one-time schedules alone: at(yyyy-mm-ddThh:mm:ss)."
                            .formatted(expression));
        }
        Matcher matcher = AT.matcher(expression);
        if (!matcher.matches()) {
            throw invalid(expression);
        }
        ZoneId zone = zone(timezone);
        try {
            return LocalDateTime.parse(matcher.group(1)).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw invalid(expression);
        }
    }

    private static ZoneId zone(String timezone) {
        if (!ZoneId.getAvailableZoneIds().contains(timezone)) {
            throw JsonException.validation(
                    "Invalid Schedule Expression Timezone %s.".formatted(timezone));
        }
        return ZoneId.of(timezone);
    }

    private static JsonException invalid(String expression) {
        return JsonException.validation("Invalid Schedule Expression %s.".formatted(expression));
    }
}
