package io.eventfork.runtime.inspection;

import java.util.List;
import java.util.Map;

/** What to write instead of what SNS would refuse in a filter policy. Stateless. */
final class FilterAdvice {

    private static final List<Map.Entry<String, String>> ADVICE =
            List.of(
                    Map.entry("Empty arrays are not allowed", "list a value, or remove the key"),
                    Map.entry(
                            "Empty objects are not allowed",
                            "write a key with its values, or remove it"),
                    Map.entry(
                            "must be an object or an array", "put the value in brackets, as [100]"),
                    Map.entry(
                            "Unrecognized match type",
                            "write prefix, suffix, equals-ignore-case, numeric, cidr, exists or anything-but"),
                    Map.entry("Unrecognized numeric range operator", "write =, <, <=, > or >="),
                    Map.entry("Bad numeric range operator", "write < or <="),
                    Map.entry(
                            "nested filter policy",
                            "write 'scope: MessageBody', or the name of an attribute"),
                    Map.entry("failed to parse JSON", "check braces, brackets and quotes"),
                    Map.entry("more than 5 keys", "keep at most 5"),
                    Map.entry("too complex", "list fewer values"),
                    Map.entry("Bottom must be less than top", "write the lower bound first"),
                    Map.entry(
                            "Too many elements in numeric",
                            "write two bounds as [\">=\", 1, \"<\", 9]"),
                    Map.entry("must be numeric", "write a number without quotes"),
                    Map.entry("Please use either", "write MessageAttributes or MessageBody"));

    private FilterAdvice() {}

    /** The reason with advice, if there is any for it. */
    static String with(String reason) {
        return ADVICE.stream()
                .filter(entry -> reason.contains(entry.getKey()))
                .findFirst()
                .map(entry -> reason.replaceFirst("\\.$", "") + ": " + entry.getValue())
                .orElse(reason);
    }
}
