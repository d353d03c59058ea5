package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResourcesErrorsTest {

    private static final String TOPIC_AND_QUEUE =
            """
            topics:
              events:
            queues:
              work:
            subscriptions:
            """;

    private static final String RULE =
            "queues: { q: }\nbuses: { b: }\nrules:\n  r: { bus: %s, pattern: %s, queues: %s }\n";

    private static final String INDEXES =
            "tables:\n  one:\n    partition-key: { Id: S }\n    indexes:\n";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // The file
                arguments("", "1:1: the file is empty: declare a resource or delete the file"),
                arguments(
                        "# Only a comment.\n",
                        "1:1: the file is empty: declare a resource or delete the file"),
                arguments(
                        "queues:\n",
                        "1:1: the file declares nothing: write topics, queues, subscriptions,"
                                + " buses, rules, tables or buckets, or delete the file"),
                arguments(
                        "queues:\n  work: [\n",
                        "3:1: this is not YAML: expected the node content, but found '<stream end>'"),
                arguments(
                        "- queue: work\n",
                        "1:1: the file must be a mapping of members: write 'name: value'"),
                arguments(
                        "queue:\n  work:\n",
                        "1:1: unknown member 'queue' of the file: write topics, queues,"
                                + " subscriptions, buses, rules, tables or buckets"),
                arguments(
                        "queues: { a: }\nqueues: { b: }\n",
                        "2:1: 'queues' appears twice in the file: keep one"),
                arguments(
                        "queues:\n  a: &defaults { visibility: 60s }\n  b: *defaults\n",
                        "2:6: the anchor '&defaults' is not supported: write the value out\n"
                                + "resources.yaml:2:6: the anchor '&defaults' is not supported:"
                                + " write the value out"),
                // Buses and rules
                arguments(
                        "buses:\n  events: { region: x }\n",
                        "2:11: a bus has no members: write 'events:'"),
                arguments(
                        "buses:\n  a b:\n",
                        "2:3: bus 'a b' would be named 'eventfork-a b', which AWS refuses: write"
                                + " 1 to 256 letters, digits, hyphens, underscores and dots,"
                                + " counting eventfork.prefix 'eventfork-'"),
                arguments(
                        "rules:\n  r:\n",
                        "2:3: rule 'r' needs bus: write 'bus: <name>'\n"
                                + "resources.yaml:2:3: rule 'r' needs pattern: write 'pattern: {"
                                + " source: [shop] }'\n"
                                + "resources.yaml:2:3: rule 'r' needs queues: write 'queues:"
                                + " [<name>]'"),
                arguments(
                        RULE.formatted("other", "{}", "[q]"),
                        "4:13: bus 'other' is not declared in this file: declare it under 'buses'"
                                + " or write b"),
                arguments(
                        RULE.formatted("b", "[]", "[q]"),
                        "4:25: a pattern must be an object: write { source: [shop] }"),
                arguments(
                        RULE.formatted("b", "'{'", "[q]"),
                        "4:25: the pattern is not JSON: Unexpected end-of-input: expected close"
                                + " marker for Object (start marker at [Source: REDACTED"
                                + " (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled);"
                                + " line: 1, column: 1])"),
                arguments(
                        RULE.formatted("b", "{}", "[x]"),
                        "4:38: queue 'x' is not declared in this file: declare it under 'queues'"
                                + " or write q"),
                arguments(
                        RULE.formatted("b", "{}", "[q, q]"),
                        "4:41: queue 'q' is a target already: keep one"),
                arguments(RULE.formatted("b", "{}", "[]"), "4:29: a rule has 1 to 5 queues"),
                // Names
                arguments(
                        "queues:\n  work:\n  work:\n",
                        "3:3: 'work' appears twice in queues: keep one"),
                arguments(
                        "queues:\n  my.work:\n",
                        "2:3: queue 'my.work' would be named 'eventfork-my.work', which AWS"
                                + " refuses: write 1 to 80 letters, digits, hyphens and"
                                + " underscores, counting eventfork.prefix 'eventfork-'"),
                arguments(
                        "queues:\n  " + "q".repeat(68) + ":\n",
                        "2:3: queue '"
                                + "q".repeat(68)
                                + "-dlq' would be named 'eventfork-"
                                + "q".repeat(68)
                                + "-dlq', which AWS refuses: write 1 to 80 letters, digits,"
                                + " hyphens and underscores, counting eventfork.prefix"
                                + " 'eventfork-'"),
                arguments(
                        "topics:\n  a b:\n",
                        "2:3: topic 'a b' would be named 'eventfork-a b', which AWS refuses:"
                                + " write 1 to 256 letters, digits, hyphens and underscores,"
                                + " counting eventfork.prefix 'eventfork-'"),
                arguments(
                        "tables:\n  a/b: { partition-key: { Id: S } }\n",
                        "2:3: table 'a/b' would be named 'eventfork-a/b', which AWS refuses:"
                                + " write 3 to 255 letters, digits, hyphens, underscores and"
                                + " dots, counting eventfork.prefix 'eventfork-'"),
                arguments(
                        "buckets:\n  Backup:\n",
                        "2:3: bucket 'Backup' would be named 'eventfork-Backup-x', which AWS"
                                + " refuses: write 3 to 63 lower-case letters, digits and hyphens"
                                + " that begin and end with a letter or digit and with none of"
                                + " S3's reserved affixes, counting eventfork.prefix 'eventfork-'"
                                + " and eventfork.bucket-suffix '-x'"),
                // Topics and queues
                arguments(
                        "topics:\n  events:\n    fifo: true\n",
                        "3:5: a topic has no members: write 'events:'"),
                arguments(
                        "queues:\n  work:\n    visiblity: 60s\n",
                        "3:5: unknown member 'visiblity' of queue 'work': write visibility,"
                                + " retention or dead-letter"),
                arguments(
                        "queues:\n  work: 60s\n",
                        "2:9: queue 'work' must be a mapping of members: write 'name: value'"),
                arguments(
                        "queues:\n  work:\n    visibility: 60\n",
                        "3:17: visibility '60' is not a duration: write a number and a unit,"
                                + " such as 30s, 5m, 12h or 14d"),
                arguments(
                        "queues:\n  work:\n    visibility: 13h\n",
                        "3:17: visibility 13h is out of range: write 1s to 12h"),
                arguments(
                        "queues:\n  work:\n    retention: 15d\n",
                        "3:16: retention 15d is out of range: write 60s to 14d"),
                arguments(
                        "queues:\n  work:\n    retention: 59s\n",
                        "3:16: retention 59s is out of range: write 60s to 14d"),
                arguments(
                        "queues:\n  work:\n    dead-letter: no\n",
                        "3:18: dead-letter 'no' is unknown: write true, false or a name ending in"
                                + " -dlq"),
                arguments(
                        "queues:\n  work:\n    visibility: [60s]\n",
                        "3:17: visibility must be one value (a {{setting}} needs quotes)"),
                arguments(
                        "queues:\n  work:\n    visibility: {{work.visibility}}\n",
                        "3:17: visibility must be one value (a {{setting}} needs quotes)"),
                arguments(
                        "queues:\n  work:\n    visibility: \"{{work.visibility}}\"\n",
                        "3:17: visibility cannot be resolved: Setting {{work.visibility}} is not"
                                + " declared."),
                arguments(
                        "queues:\n  work:\n  work-dlq:\n",
                        "3:3: queue 'work-dlq' is the dead-letter queue that 'work' implies:"
                                + " remove or rename it"),
                // Subscriptions
                arguments(
                        TOPIC_AND_QUEUE + "  topic: events\n",
                        "6:3: subscriptions must be a list: begin each with '- '"),
                arguments(
                        TOPIC_AND_QUEUE + "  - queue: work\n",
                        "6:5: a subscription needs a topic: write 'topic: <name>'"),
                arguments(
                        TOPIC_AND_QUEUE + "  - topic: event\n    queue: work\n",
                        "6:12: topic 'event' is not declared in this file: declare it under"
                                + " 'topics' or write events"),
                arguments(
                        TOPIC_AND_QUEUE + "  - topic: events\n    queue: works\n",
                        "7:12: queue 'works' is not declared in this file: declare it under"
                                + " 'queues' or write work"),
                arguments(
                        "subscriptions:\n  - topic: t\n    queue: q\n",
                        """
                        2:12: topic 't' is not declared in this file: declare it under 'topics'
                        resources.yaml:3:12: queue 'q' is not declared in this file: declare it \
                        under 'queues'\
                        """),
                arguments(
                        TOPIC_AND_QUEUE + subscription("raw: maybe"),
                        "8:10: raw 'maybe' is unknown: write true or false"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("endpoint: x"),
                        "8:5: unknown member 'endpoint' of a subscription: write topic, queue,"
                                + " raw, filter or scope"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("raw: true") + subscription("raw: true"),
                        "9:5: queue 'work' is subscribed to topic 'events' in line 6 already:"
                                + " keep one"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("filter: { amount: [] }"),
                        "8:13: SNS would refuse the filter: Empty arrays are not allowed"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("filter: { a: { b: [1] } }"),
                        "8:13: SNS would refuse the filter: Filter policy scope MessageAttributes"
                                + " does not support nested filter policy"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("filter: { a: [1], a: [2] }"),
                        "8:23: 'a' appears twice in the filter: keep one"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("filter: { a: [.inf] }"),
                        "8:19: '.inf' is not a number that JSON can hold"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("filter: &loop { a: [*loop] }"),
                        "8:13: the anchor '&loop' is not supported: write the value out"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("scope: MessageBody"),
                        "8:5: a scope needs a filter: write one or remove the scope"),
                arguments(
                        TOPIC_AND_QUEUE + subscription("filter: { a: [1] }\n    scope: body"),
                        "9:12: scope 'body' is unknown: write MessageAttributes or MessageBody"),
                arguments(
                        """
                        topics: { a: , b: }
                        queues: { work: }
                        subscriptions:
                          - { topic: a, queue: work, filter: { x: [1] } }
                          - { topic: b, queue: work }
                        """,
                        "5:5: queue 'work' is subscribed with another filter at"
                                + " resources.yaml:4:5: give each filter a queue of its own"),
                // Tables and buckets
                arguments(
                        "tables:\n  one:\n",
                        "2:3: table 'one' needs a partition key: write 'partition-key: { Id: S }'"),
                arguments(
                        "tables:\n  one:\n    partition-key: Id\n",
                        "3:20: partition-key must be a mapping of members: write 'name: value'"),
                arguments(
                        "tables:\n  one:\n    partition-key: { Id: S, Other: S }\n",
                        "3:20: partition-key must be one attribute and its type: write"
                                + " 'partition-key: { Id: S }'"),
                arguments(
                        "tables:\n  one:\n    partition-key: { Id: string }\n",
                        "3:26: the type of 'Id' 'string' is unknown: write S, N or B"),
                arguments(
                        "tables:\n  one:\n    partition-key: { Id: S }\n    sort-key: { Id: S }\n",
                        "4:15: the sort key is the partition key: name another attribute"),
                arguments(
                        INDEXES + "      by-name: { sort-key: { name: S } }\n",
                        "5:7: index 'by-name' needs a partition key: write 'partition-key: { Id: S"
                                + " }'"),
                arguments(
                        INDEXES + "      x: { partition-key: { name: S } }\n",
                        "5:7: AWS refuses the name of index 'x': write 3 to 255 letters, digits,"
                                + " hyphens, underscores and dots"),
                arguments(
                        INDEXES + "      by-id: { partition-key: { Id: N } }\n",
                        "4:5: index 'by-id' takes 'Id' for type N, another key for type S: make"
                                + " them equal"),
                arguments(
                        INDEXES + "      by-id: { partition-key: { Id: S }, projection: ALL }\n",
                        "5:42: unknown member 'projection' of index 'by-id': write partition-key"
                                + " or sort-key"),
                arguments(
                        "buckets:\n  one:\n    encryption: none\n",
                        "3:17: encryption 'none' is unknown: write aws:kms or AES256"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsAnsweredWithItsPlaceAndWhatToWriteInstead(String yaml, String message) {
        assertThat(errorOf(yaml)).hasMessage("resources.yaml:" + message);
    }

    @Test
    void allMistakesOfAFileAreNamedAtOnce() {
        InvalidResourcesException error =
                errorOf("queues:\n  a:\n    retention: 1s\n  b:\n    raw: true\n");

        assertThat(error.problems())
                .extracting(problem -> problem.position().line())
                .containsExactly(3, 5);
    }

    private static String subscription(String member) {
        return "  - topic: events\n    queue: work\n    " + member + "\n";
    }

    private static InvalidResourcesException errorOf(String yaml) {
        InvalidResourcesException error =
                catchThrowableOfType(
                        InvalidResourcesException.class,
                        () ->
                                Resources.read(
                                        "resources.yaml",
                                        yaml,
                                        new Naming("eventfork-", "-x"),
                                        text -> {
                                            throw new IllegalArgumentException(
                                                    "Setting %s is not declared.".formatted(text));
                                        }));
        assertThat(error).as("an error for: %s", yaml).isNotNull();
        return error;
    }
}
