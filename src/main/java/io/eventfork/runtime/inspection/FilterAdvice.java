package io.eventfork.runtime.inspection;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to write instead of what SNS would refuse in a filter policy. Stateless. */
final class FilterAdvice {

    private static final Map<String, String> ADVICE = new LinkedHashMap<>();

    static {
        ADVICE.put("Empty arrays are not allowed", "list a value, or remove the key");
        ADVICE.put("Empty objects are not allowed", "write a key with its values, or remove it");
        ADVICE.put("must be an object or an array", "put the value in brackets, as [100]");
        ADVICE.put(
                "Unrecognized match type",
                "write prefix, suffix, equals-ignore-case, numeric, cidr, exists or anything-but");
        ADVICE.put("Unrecognized numeric range operator", "write =, <, <=, > or >=");
        ADVICE.put("Bad numeric range operator", "write < or <=");
        ADVICE.put("nested filter policy", "write 'scope: MessageBody', or the name of an attribute");
        ADVICE.put("failed to parse JSON", "check braces, brackets and quotes");
        ADVICE.put("more than 5 keys", "keep at most 5");
        ADVICE.put("too complex", "list fewer values");
        ADVICE.put("Bottom must be less than top", "write the lower bound first");
        ADVICE.put("Too many elements in numeric", "write two bounds as [\">=\", 1, \"<\", 9]");
        ADVICE.put("must be numeric", "write a number without quotes");
        ADVICE.put("Please use either", "write MessageAttributes or MessageBody");
    }

    private FilterAdvice() {}

    /** The reason with advice, if there is any for it. */
    static String with(String reason) {
        return ADVICE.entrySet().stream()
                .filter(entry -> reason.contains(entry.getKey()))
                .findFirst()
                .map(entry -> reason.replaceFirst("\\.$", "") + ": " + entry.getValue())
                .orElse(reason);
    }
}
