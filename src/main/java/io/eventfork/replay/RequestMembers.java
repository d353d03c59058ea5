package io.eventfork.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.problem.Fault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the members of a request for a replay, and collects what is wrong. Not thread-safe. */
final class RequestMembers {

    private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,5})([smhd])");
    private static final long MOST_A_SECOND = 100_000;

    private final JsonNode request;
    private final List<Fault> faults = new ArrayList<>();

    RequestMembers(JsonNode request) {
        this.request = request;
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(String name, String message) {
        faults.add(new Fault(Fault.pointer("", name), message));
    }

    boolean has(String name) {
        return request.has(name);
    }

    /** Null if it is not there or wrong. */
    String text(String name, String expected) {
        if (has(name) && (!request.get(name).isTextual() || request.get(name).asText().isBlank())) {
            fault(name, expected);
            return null;
        }
        return request.path(name).textValue();
    }

    /** Null if it is not there or wrong. */
    Instant instant(String name) {
        String text = text(name, "must be an instant such as 2026-01-02T03:04:05Z");
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            fault(name, "must be an instant such as 2026-01-02T03:04:05Z");
            return null;
        }
    }

    /** Null if it is not there or wrong. */
    Duration span(String name) {
        String expected = "must be a number and a unit, such as 90s, 30m, 2h or 7d";
        String text = text(name, expected);
        if (text == null) {
            return null;
        }
        Matcher form = SPAN.matcher(text);
        if (!form.matches()) {
            fault(name, expected);
            return null;
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    ReplayTerms terms() {
        JsonNode dryRun = request.path("dryRun");
        if (has("dryRun") && !dryRun.isBoolean()) {
            fault("dryRun", "must be true or false");
        }
        return new ReplayTerms(
                (int) number("rate", MOST_A_SECOND),
                number("limit", Long.MAX_VALUE),
                dryRun.asBoolean());
    }

    /** 0 if it is not there or wrong. */
    private long number(String name, long most) {
        JsonNode number = request.path(name);
        if (!has(name)) {
            return 0;
        }
        if (number.isIntegralNumber()
                && number.canConvertToLong()
                && number.longValue() >= 1
                && number.longValue() <= most) {
            return number.longValue();
        }
        fault(name, "must be a whole number, 1 or more");
        return 0;
    }
}
