package io.eventfork.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Numbers as options have them; a wrong one is wrong usage. Stateless. */
final class Numbers {

    private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,5})(/s)?");

    private Numbers() {}

    /** A rate such as {@code 50/s}; 0 if it was not given. */
    static int perSecond(CommandSpec spec, String rate) {
        if (rate == null) {
            return 0;
        }
        Matcher matcher = RATE.matcher(rate);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rate is '%s'; write a number a second such as 50/s".formatted(rate));
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** A limit; the largest number if it was not given. */
    static long limit(CommandSpec spec, Long limit) {
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        requirePositive(spec, "--limit", limit);
        return limit;
    }

    static void requirePositive(CommandSpec spec, String option, long number) {
        if (number < 1) {
            throw new ParameterException(
                    spec.commandLine(), "%s is %d; write 1 or more".formatted(option, number));
        }
    }
}
