package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words of ours, with what to write instead, what Camel says of a route. Immutable. */
public final class Wording {

    private static final Pattern QUOTED = Pattern.compile("'([^']{1,60})'|\\[\\{(\\w+)=");
    private static final Pattern PARAMETER = Pattern.compile("^([A-Z]\\w+)\\b");

    /** What the routes may name, for a guess at what was meant. */
    public interface Known {

        /** The names of the beans. */
        List<String> beans();

        /** The schemes of the components. */
        List<String> schemes();

        /** The ids of the route templates. */
        List<String> templates();

        /** The options of the endpoints of a scheme. */
        List<String> options(String scheme);

        /** The methods of a class. */
        List<String> methods(String type);
    }

    private record Rule(Pattern camel, Function<Matcher, String> words) {}

    private final List<Rule> rules = new ArrayList<>();

    /**
     * A reason in words.
     *
     * @param named what it names in the route, the likeliest place first
     */
    record Words(String text, List<String> named) {}

    public Wording(Known known) {
        rule(
                "Failed to resolve endpoint: (\\w[\\w-]*):.* Unknown parameters=\\[\\{(\\w+)=.*",
                found ->
                        "the endpoint %s has no option '%s': %s"
                                .formatted(
                                        found.group(1),
                                        found.group(2),
                                        Nearest.advice(
                                                found.group(2),
                                                known.options(found.group(1)),
                                                "remove it")));
        rule(
                ".*No bean could be found in the registry for: ([\\w.$-]+).*",
                found ->
                        "there is no bean '%s': %s"
                                .formatted(
                                        found.group(1),
                                        Nearest.advice(
                                                found.group(1),
                                                known.beans(),
                                                "name one that is there, or declare it under 'beans'")));
        rule(
                "([\\w.$]+) has no method '(\\w+).*",
                found ->
                        "%s has no method '%s': %s"
                                .formatted(
                                        simple(found.group(1)),
                                        found.group(2),
                                        Nearest.advice(
                                                found.group(2),
                                                known.methods(found.group(1)),
                                                "write one of "
                                                        + String.join(
                                                                ", ",
                                                                known.methods(found.group(1))))));
        rule(
                ".*No component found with scheme: ([\\w.+-]+).*",
                found ->
                        "there is no component '%s': %s"
                                .formatted(
                                        found.group(1),
                                        Nearest.advice(
                                                found.group(1),
                                                known.schemes(),
                                                "write one of those that Eventfork has, such as aws2-sqs, aws2-sns, http or direct")));
        rule(
                ".*(?:Cannot find RouteTemplate with id|RouteTemplate .*not found.*:?) '?([\\w-]+)'?.*",
                found ->
                        "there is no route template '%s': %s"
                                .formatted(
                                        found.group(1),
                                        Nearest.advice(
                                                found.group(1),
                                                known.templates(),
                                                "write one of "
                                                        + String.join(", ", known.templates()))));
        rule(
                ".*the following mandatory parameters must be provided: ([\\w, ]+).*",
                found ->
                        "the template needs the parameter '%s': write '- name: %s' with its value"
                                .formatted(found.group(1), found.group(1)));
    }

    private void rule(String camel, Function<Matcher, String> words) {
        rules.add(new Rule(Pattern.compile(camel, Pattern.DOTALL), words));
    }

    Words of(String reason) {
        for (Rule rule : rules) {
            Matcher found = rule.camel().matcher(reason);
            if (found.matches()) {
                String text = rule.words().apply(found);
                return new Words(text, named(text));
            }
        }
        return new Words(reason, named(reason));
    }

    private static List<String> named(String reason) {
        List<String> words = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(reason);
        if (parameter.find()) {
            words.add(parameter.group(1));
        }
        Matcher quoted = QUOTED.matcher(reason);
        while (quoted.find()) {
            words.add(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
        }
        return words;
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
