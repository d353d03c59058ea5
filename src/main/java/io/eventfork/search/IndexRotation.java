package io.eventfork.search;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.WeekFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How often a pipeline begins a new index. The names and suffixes are those of Amazon Data
 * Firehose's {@code IndexRotationPeriod}; the time is the event's, in UTC, so that a replay lands
 * in the index of the first delivery.
 */
enum IndexRotation {
    /** One index for ever. */
    NO_ROTATION("NoRotation"),
    /** {@code myindex-2016-02-25-13} */
    ONE_HOUR("OneHour"),
    /** {@code myindex-2016-02-25} */
    ONE_DAY("OneDay"),
    /**
     * {@code myindex-2016-w09}: weeks start on Sunday, and the first one of a year is the first
     * that contains a Saturday of it. A week has one Saturday, whose year it therefore bears. (That
     * is the rule of "Configure index rotation for OpenSearch Service"; the example on the same
     * page, w08 for 2016-02-25, does not keep it.)
     */
    ONE_WEEK("OneWeek"),
    /** {@code myindex-2016-02} */
    ONE_MONTH("OneMonth");

    private static final WeekFields WEEK = WeekFields.SUNDAY_START;

    private final String wireName;

    IndexRotation(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The rotation of that name.
     *
     * @throws IllegalArgumentException naming the parameter and all names
     */
    static IndexRotation parse(String wireName) {
        return Arrays.stream(values())
                .filter(rotation -> rotation.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "SearchIndexRotationPeriod is %s; write one of %s."
                                                .formatted(
                                                        wireName,
                                                        Arrays.stream(values())
                                                                .map(rotation -> rotation.wireName)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    /** What follows the index name, with its dash; empty without rotation. */
    String suffix(Instant occurredAt) {
        OffsetDateTime time = occurredAt.atOffset(ZoneOffset.UTC);
        int year = time.getYear();
        int month = time.getMonthValue();
        int day = time.getDayOfMonth();
        return switch (this) {
            case NO_ROTATION -> "";
            case ONE_HOUR -> digits("-%04d-%02d-%02d-%02d", year, month, day, time.getHour());
            case ONE_DAY -> digits("-%04d-%02d-%02d", year, month, day);
            case ONE_WEEK ->
                    digits(
                            "-%04d-w%02d",
                            time.get(WEEK.weekBasedYear()), time.get(WEEK.weekOfWeekBasedYear()));
            case ONE_MONTH -> digits("-%04d-%02d", year, month);
        };
    }

    private static String digits(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
