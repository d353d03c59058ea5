package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.AttributeValue;
import io.eventfork.event.FilterPolicy.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    private static final Naming NAMING = new Naming("eventfork-", "");

    @Test
    void readsWhatTheCheckoutDeclares() throws IOException {
        Resources checkout = readFile("checkout/resources.yaml");

        assertThat(checkout.topics()).containsExactly(new Topic("checkout-events"));
        assertThat(checkout.queues())
                .containsExactly(
                        new Queue("checkout-orders", seconds(120), Duration.ofDays(4), true),
                        new Queue("checkout-backup", seconds(180), Duration.ofDays(4), true),
                        new Queue("checkout-search", seconds(180), Duration.ofDays(4), true),
                        new Queue("checkout-replay", seconds(120), Duration.ofDays(14), false));
        assertThat(checkout.subscriptions())
                .allMatch(Subscription::raw)
                .allMatch(subscription -> subscription.topic().equals("checkout-events"))
                .extracting(Subscription::queue)
                .containsExactly(
                        "checkout-orders", "checkout-backup", "checkout-search", "checkout-replay");
        assertThat(checkout.tables())
                .containsExactly(
                        new Table(
                                "checkout-orders",
                                new Table.Key("CustomerId", "S"),
                                Optional.of(new Table.Key("DateOrderId", "S"))));
        assertThat(checkout.buckets())
                .containsExactly(
                        new Bucket("checkout-backup", "aws:kms"),
                        new Bucket("checkout-search-failed", "aws:kms"));
    }

    @Test
    void theSearchOfTheCheckoutWantsAmountsOfAtLeastOneHundred() throws IOException {
        Resources checkout = readFile("checkout/resources.yaml");

        assertThat(checkout.filterOf("checkout-search"))
                .contains(
                        new SubscriptionFilter(
                                "{\"amount\":[{\"numeric\":[\">=\",100]}]}",
                                Scope.MESSAGE_ATTRIBUTES));
        assertThat(checkout.filterPolicyOf("checkout-search").orElseThrow())
                .satisfies(
                        policy -> {
                            assertThat(policy.matches(amount("99.99"), "{}")).isFalse();
                            assertThat(policy.matches(amount("100.00"), "{}")).isTrue();
                        });
        assertThat(checkout.filterPolicyOf("checkout-backup")).isEmpty();
    }

    @Test
    void readsWhatAllUseCasesShare() throws IOException {
        assertThat(readFile("resources.yaml").tables())
                .containsExactly(
                        new Table(
                                "control",
                                new Table.Key("pk", "S"),
                                Optional.of(new Table.Key("sk", "S"))));
    }

    @Test
    void readsTheTablesOfTheShop() throws IOException {
        Table.Key user = new Table.Key("userName", "S");

        assertThat(readFile("shop/resources.yaml").tables())
                .contains(
                        new Table(
                                "product",
                                new Table.Key("id", "S"),
                                Optional.empty(),
                                List.of(
                                        new Table.Index(
                                                "category",
                                                new Table.Key("category", "S"),
                                                Optional.empty()))),
                        new Table("basket", user, Optional.empty()),
                        new Table("order", user, Optional.of(new Table.Key("orderDate", "S"))));
    }

    @Test
    void aTableMayHaveIndexes() {
        Table table =
                read("""
                                tables:
                                  product:
                                    partition-key: { id: S }
                                    indexes:
                                      category: { partition-key: { category: S } }
                                      price:
                                        partition-key: { category: S }
                                        sort-key: { price: N }
                                """)
                        .tables()
                        .get(0);

        Table.Key category = new Table.Key("category", "S");
        assertThat(table.indexes())
                .containsExactly(
                        new Table.Index("category", category, Optional.empty()),
                        new Table.Index(
                                "price", category, Optional.of(new Table.Key("price", "N"))));
        assertThat(table.keyAttributes())
                .containsExactly(
                        Map.entry("id", "S"), Map.entry("category", "S"), Map.entry("price", "N"));
    }

    @Test
    void theBuiltInFilesCanBeUsedTogether() throws IOException {
        Resources all =
                Resources.merge(
                        List.of(readFile("resources.yaml"), readFile("checkout/resources.yaml")));

        assertThat(all.tables()).extracting(Table::name).contains("control", "checkout-orders");
    }

    @Test
    void everyQueueButTheReplayQueueImpliesADeadLetterQueueThatKeepsFourteenDays()
            throws IOException {
        Resources checkout = readFile("checkout/resources.yaml");

        assertThat(checkout.queues().stream().flatMap(queue -> queue.deadLetterQueue().stream()))
                .allMatch(queue -> queue.retention().equals(Duration.ofDays(14)))
                .allMatch(queue -> queue.deadLetterQueue().isEmpty())
                .extracting(Queue::name)
                .containsExactly(
                        "checkout-orders-dlq", "checkout-backup-dlq", "checkout-search-dlq");
        assertThat(checkout.declares(ResourceKind.QUEUE, "checkout-orders-dlq")).isTrue();
        assertThat(checkout.declares(ResourceKind.QUEUE, "checkout-replay-dlq")).isFalse();
    }

    @Test
    void whatIsNotWrittenHasItsDefault() {
        Resources resources =
                read(
                        """
                        topics: { t: }
                        queues: { q: }
                        subscriptions: [{ topic: t, queue: q }]
                        tables: { one: { partition-key: { Id: N } } }
                        buckets: { b-1: }
                        """);

        assertThat(resources.queues())
                .containsExactly(new Queue("q", seconds(120), Duration.ofDays(4), true));
        assertThat(resources.subscriptions())
                .containsExactly(new Subscription("t", "q", true, Optional.empty()));
        assertThat(resources.tables())
                .containsExactly(new Table("one", new Table.Key("Id", "N"), Optional.empty()));
        assertThat(resources.buckets()).containsExactly(new Bucket("b-1", "aws:kms"));
    }

    @Test
    void aFilterMayBeYamlOrJsonOrTextThatHoldsJson() {
        for (String filter :
                List.of(
                        "\n      amount:\n        - numeric: ['>=', 100.50]\n      kind: [a, null, true]",
                        " {\"amount\": [{\"numeric\": [\">=\", 100.50]}], \"kind\": [\"a\", null, true]}",
                        " '{\"amount\": [{\"numeric\": [\">=\", 100.50]}], \"kind\": [\"a\", null, true]}'")) {
            assertThat(filtered(filter, UnaryOperator.identity()).json())
                    .isEqualTo(
                            "{\"amount\":[{\"numeric\":[\">=\",100.50]}],\"kind\":[\"a\",null,true]}");
        }
    }

    @Test
    void aFilterMayLookAtTheBody() {
        SubscriptionFilter filter =
                filtered(
                        " { customer: { country: [CA] } }\n    scope: MessageBody",
                        UnaryOperator.identity());

        assertThat(filter.scope()).isEqualTo(Scope.MESSAGE_BODY);
        assertThat(filter.policy().matches(Map.of(), "{\"customer\":{\"country\":\"CA\"}}"))
                .isTrue();
    }

    @Test
    void anEmptyFilterIsNoFilter() {
        assertThat(
                        read("""
                                        topics: { t: }
                                        queues: { q: }
                                        subscriptions: [{ topic: t, queue: q, filter: {} }]
                                        """)
                                .filterOf("q"))
                .isEmpty();
    }

    @Test
    void aValueMayBeASetting() {
        Resources resources =
                Resources.read(
                        "resources.yaml",
                        """
                        queues:
                          q:
                            visibility: "{{search.visibility}}"
                            dead-letter: "{{search.dead-letter}}"
                        """,
                        NAMING,
                        settings("search.visibility", "3m", "search.dead-letter", "false"));

        assertThat(resources.queues())
                .containsExactly(new Queue("q", seconds(180), Duration.ofDays(4), false));
    }

    @Test
    void aSettingInAFilterHasTheTypeItWouldHaveIfItWereWrittenThere() {
        UnaryOperator<String> settings = settings("least", "250", "kind", "express");

        assertThat(filtered(" { amount: [{ numeric: ['>=', '{{least}}'] }] }", settings).json())
                .isEqualTo("{\"amount\":[{\"numeric\":[\">=\",250]}]}");
        assertThat(filtered(" { kind: ['{{kind}}', 'n-{{least}}'] }", settings).json())
                .isEqualTo("{\"kind\":[\"express\",\"n-250\"]}");
    }

    @Test
    void foldersMayShareWhatTheyDeclareAlike() {
        Resources one = named("one.yaml", "topics: { events: }\nqueues: { one: }");
        Resources two = named("two.yaml", "topics: { events: }\nqueues: { two: }");

        Resources both = Resources.merge(List.of(one, two));

        assertThat(both.topics()).containsExactly(new Topic("events"));
        assertThat(both.queues()).extracting(Queue::name).containsExactly("one", "two");
    }

    @Test
    void foldersMustNotContradictEachOther() {
        Resources one = named("one.yaml", "queues: { work: }");
        Resources two = named("two.yaml", "queues:\n  work:\n    visibility: 60s");

        assertThatThrownBy(() -> Resources.merge(List.of(one, two)))
                .isInstanceOf(InvalidResourcesException.class)
                .hasMessage(
                        "two.yaml:2:3: queue 'work' is declared differently at one.yaml:1:11:"
                                + " make the two equal or rename one");
    }

    @Test
    void aDeadLetterQueueMayHaveANameOfItsOwn() {
        Resources resources = named("one.yaml", "queues: { work: { dead-letter: done-dlq } }");

        assertThat(resources.queue("work").orElseThrow().deadLetterQueue().orElseThrow().name())
                .isEqualTo("done-dlq");
        assertThat(resources.queue("done-dlq")).isPresent();
        assertThat(resources.queue("work-dlq")).isEmpty();
    }

    @Test
    void noTwoQueuesHaveOneDeadLetterQueue() {
        assertThatThrownBy(
                        () ->
                                Resources.merge(
                                        List.of(
                                                named("one.yaml", "queues: { work: }"),
                                                named(
                                                        "two.yaml",
                                                        "queues: { play: { dead-letter: work-dlq } }"))))
                .hasMessage(
                        "two.yaml:1:11: the dead-letter queue 'work-dlq' of queue 'play' belongs to"
                                + " another queue: name another");
    }

    @Test
    void foldersMustNotTakeTheDeadLetterQueueOfAnother() {
        Resources one = named("one.yaml", "queues: { work: }");
        Resources two = named("two.yaml", "queues: { work-dlq: { dead-letter: false } }");

        assertThatThrownBy(() -> Resources.merge(List.of(two, one)))
                .hasMessage(
                        "two.yaml:1:11: queue 'work-dlq' is the dead-letter queue that 'work'"
                                + " implies: remove or rename it");
    }

    private static SubscriptionFilter filtered(String filter, UnaryOperator<String> settings) {
        return Resources.read(
                        "resources.yaml",
                        """
                        topics:
                          t:
                        queues:
                          q:
                        subscriptions:
                          - topic: t
                            queue: q
                            filter:\
                        """
                                + filter
                                + "\n",
                        NAMING,
                        settings)
                .filterOf("q")
                .orElseThrow();
    }

    private static UnaryOperator<String> settings(String... namesAndValues) {
        return text -> {
            String resolved = text;
            for (int i = 0; i < namesAndValues.length; i += 2) {
                resolved = resolved.replace("{{" + namesAndValues[i] + "}}", namesAndValues[i + 1]);
            }
            return resolved;
        };
    }

    private static Map<String, AttributeValue> amount(String amount) {
        return Map.of("amount", AttributeValue.number(amount));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Resources readFile(String file) throws IOException {
        return read(Files.readString(Path.of("src/main/resources/routes", file)));
    }

    private static Resources read(String yaml) {
        return named("resources.yaml", yaml);
    }

    private static Resources named(String file, String yaml) {
        return Resources.read(file, yaml, NAMING, UnaryOperator.identity());
    }
}
