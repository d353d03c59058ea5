package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code routes list} and {@code routes graph} print. */
class RoutesCommandTest {

    private static final String ARROW = " (-->|<-->|-\\.->) | (<?--|-\\.) .*? (-->|\\.->) ";

    @TempDir Path folder;

    @Test
    void listsEachRouteInALine() {
        CommandRun run = CommandRun.of("routes", "list", "--apps", "checkout");

        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0).split(" {2,}"))
                .containsExactly("ID", "FROM", "FILE", "DESCRIPTION");
        assertThat(run.lines())
                .map(line -> List.of(line.split(" {2,}")))
                .contains(
                        List.of(
                                "checkout-orders",
                                "queue checkout-orders",
                                "checkout/orders.camel.yaml",
                                "Writes each order to the orders table."),
                        List.of(
                                "checkout-intake",
                                "POST /checkout",
                                "checkout/intake.camel.yaml",
                                "Checks an order, removes card data, publishes it, and answers 202."),
                        // Its description is the template's.
                        List.of(
                                "checkout-backup",
                                "queue checkout-backup",
                                "checkout/pipelines.camel.yaml",
                                "Backs up every event of a queue to S3."));
        assertThat(run.output()).doesNotContain("cart-items");
    }

    @Test
    void listsTheRoutesOfAFolder() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(
                own.resolve("own.camel.yaml"),
                """
                - route:
                    id: own-clock
                    description: Ticks.
                    from:
                      uri: timer:own
                      parameters:
                        period: "{{replay.control-period}}"
                      steps: []
                """);

        CommandRun run = CommandRun.of("routes", "list", "--routes", folder.toString());

        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(1).split(" {2,}"))
                .containsExactly("own-clock", "every 2s", "own/own.camel.yaml", "Ticks.");
    }

    /** The picture that the README shows is what the routes are. */
    @Test
    void theReadmeShowsTheGraphOfTheCheckout() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```mermaid\n") + "```mermaid\n".length();

        CommandRun run = CommandRun.of("routes", "graph", "--apps", "checkout");

        assertThat(run.code()).isZero();
        assertThat(readme.substring(start, readme.indexOf("```", start))).isEqualTo(run.output());
    }

    @Test
    void drawsAnOutboxFromItsTableToTheBusAndTheRulesOfTheBus() {
        assertThat(CommandRun.of("routes", "graph", "--apps", "shop").output())
                .contains(
                        "table_shop_outbox --> route_shop_outbox[shop-outbox] --> bus_events{{EventBridge events}}",
                        "bus_events -- CheckoutBasket --> queue_shop_ordering[(SQS shop-ordering)] --> route_shop_ordering[shop-ordering] --> table_order[(DynamoDB order)]",
                        "table_basket -- GET /basket/… --> caller");
    }

    @Test
    void severalUseCasesHaveAFrameEach() {
        List<String> lines = CommandRun.of("routes", "graph").lines();

        assertThat(lines).startsWith("flowchart LR", "  caller([caller])");
        assertThat(lines).contains("  subgraph cart", "  subgraph checkout", "  subgraph shop");
        assertThat(lines.stream().filter("  end"::equals))
                .hasSameSizeAs(
                        lines.stream().filter(line -> line.startsWith("  subgraph ")).toList());
    }

    /** An arrow leads to a node that has a shape, here or in a line before. */
    @Test
    void everyNodeIsShownBeforeItIsNamed() {
        Set<String> shown = new HashSet<>();
        for (String line : CommandRun.of("routes", "graph").lines()) {
            for (String part : line.strip().split(ARROW, -1)) {
                if (part.matches("\\w+[\\[({].*")) {
                    shown.add(part.replaceFirst("[\\[({].*", ""));
                } else if (part.matches("\\w+_\\w+")) {
                    assertThat(shown).contains(part);
                }
            }
        }
        assertThat(shown).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "graph"})
    void anUnknownUseCaseIsWrongUsage(String command) {
        CommandRun run = CommandRun.of("routes", command, "--apps", "nosuch");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output()).contains("nosuch", "checkout");
    }
}
