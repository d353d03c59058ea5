package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words of ours, with what to write instead, what Camel says of a route. Immutable. */
public final class Wording {

    private static final Pattern QUOTED = Pattern.compile("'([^']{1,60})'");
    private static final Pattern PARAMETER = Pattern.compile("^([A-Z]\\w+) is ");

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

        /** The constants of an enumeration. */
        List<String> words(String type);

        /** The methods of a class. */
        List<String> methods(String type);
    }

    private record Rule(Pattern camel, Function<Matcher, String> words) {}

    private final List<Rule> rules = new ArrayList<>();

    /**
     * A reason in words.
     *
     * @param named what of the route it is about
     */
    record Words(String text, Optional<Named> named) {}

    /**
     * A word to look for in the route.
     *
     * @param isParameter whether its value is meant, and not the word
     */
    record Named(String word, boolean isParameter) {}

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
                ".*No bean could be found in the registry for: ([\\w.$-]+) of type: ([\\w.$]+).*",
                found ->
                        known.beans().contains(found.group(1))
                                ? "the bean '%s' is no %s: name one that is"
                                        .formatted(found.group(1), simple(found.group(2)))
                                : noBean(found.group(1), known));
        rule(
                ".*No bean could be found in the registry for: ([\\w.$-]+).*",
                found -> noBean(found.group(1), known));
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
                ".*(?:No component found with scheme|No endpoint could be found for): ([\\w.+-]+).*",
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
                "the option '(\\w+)' cannot have this value: Enum class class ([\\w.$]+) does not have any constant with value: (.*)",
                found ->
                        "'%s' cannot be '%s': %s"
                                .formatted(
                                        found.group(1),
                                        found.group(3),
                                        Nearest.advice(
                                                found.group(3),
                                                known.words(found.group(2)),
                                                "write one of "
                                                        + String.join(
                                                                ", ",
                                                                known.words(found.group(2))))));
        rule(
                "the option '\\w+' cannot have this value: For input string: \"(.*)\".*",
                found -> "'%s' is no number: write a whole one".formatted(found.group(1)));
        rule(
                "expected symbol functionEnd but was eol at location \\d+ in the expression: (.*)",
                found ->
                        "the expression '%s' does not end: write '}' where its '${' ends"
                                .formatted(found.group(1)));
        rule(
                "mapping values are not allowed here",
                found ->
                        "this is not YAML: a value cannot hold ': ': put it in quotes, or check the indentation");
        rule(
                "expected <block end>, but found (.*)",
                found ->
                        "this is not YAML: %s is not expected here: indent the line as its neighbours"
                                .formatted(found.group(1)));
        rule(
                "found duplicate key (.*)",
                found -> "'%s' appears twice: keep one".formatted(found.group(1)));
        rule(
                "found unexpected end of stream|while scanning .*",
                found -> "this is not YAML: a quote or bracket does not end: close it");
        rule(
                "Route ([\\w-]+), \\w+(?: '[\\w-]+')?: (.*)",
                found ->
                        "the route '%s' could lose messages of its queue: %s%s"
                                .formatted(
                                        found.group(1),
                                        found.group(2),
                                        found.group(2).contains(";") ? "" : "; leave it out"));
        rule(
                "the option '(\\w+)' cannot have this value: Cannot convert the String value: (.*) to type: boolean .*",
                found ->
                        "'%s' cannot be '%s': write true or false"
                                .formatted(found.group(1), found.group(2)));
        rule("(.* is used twice: at .*)", found -> found.group(1) + ": rename one of the two");
        rule(
                "the template '(.*)' has no parameter '(.*)'; it has (.*)",
                found ->
                        "'%s' is no parameter of the template %s: %s"
                                .formatted(
                                        found.group(2),
                                        found.group(1),
                                        Nearest.advice(
                                                found.group(2),
                                                Arrays.asList(found.group(3).split(", ", -1)),
                                                "write one of " + found.group(3))));
        rule(
                "the id '([^']*)' is used twice",
                found -> "the id '%s' is used twice: write another".formatted(found.group(1)));
        rule(
                ".*the following mandatory parameters must be provided: ([\\w, ]+).*",
                found ->
                        "the template needs the parameter '%s': write '- name: %s' with its value"
                                .formatted(found.group(1), found.group(1)));
    }

    private static String noBean(String name, Known known) {
        return "there is no bean '%s': %s"
                .formatted(
                        name,
                        Nearest.advice(
                                name,
                                known.beans(),
                                "name one that is there, or declare it under 'beans'"));
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

    private static Optional<Named> named(String text) {
        if (text.contains("could lose messages") || text.startsWith("the template needs")) {
            return Optional.empty();
        }
        Matcher parameter = PARAMETER.matcher(text);
        if (parameter.find()) {
            return Optional.of(new Named(parameter.group(1), true));
        }
        Matcher quoted = QUOTED.matcher(text);
        return quoted.find() ? Optional.of(new Named(quoted.group(1), false)) : Optional.empty();
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
