package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** Data streams. */
class ProvisionedStreamsTest {

    private final InMemoryCloud cloud = new InMemoryCloud();
    private final Resources declared =
            InMemoryCloud.read(
                    """
                    streams:
                      customers:
                      orders: { shards: 4, retention: 7d }
                    """);

    @Test
    void readsStreams() {
        assertThat(declared.streams())
                .containsExactly(
                        new DataStream("customers", Optional.empty(), Duration.ofHours(24)),
                        new DataStream("orders", Optional.of(4), Duration.ofDays(7)));
    }

    @Test
    void createsThemAndWaitsUntilTheyCanBeUsed() {
        Plan missing = cloud.provisioner.plan(declared);
        assertThat(missing.lines())
                .containsExactly(
                        "+ stream eventfork-customers  missing",
                        "+ stream eventfork-orders  missing");

        assertThat(cloud.provisioner.create(missing).created()).hasSize(2);

        assertThat(
                        cloud.kinesis
                                .streams
                                .get("eventfork-customers")
                                .streamModeDetails()
                                .streamMode())
                .isEqualTo(StreamMode.ON_DEMAND);
        assertThat(cloud.kinesis.streams.get("eventfork-customers").shardCount()).isNull();
        assertThat(cloud.kinesis.streams.get("eventfork-orders").shardCount()).isEqualTo(4);
        assertThat(cloud.kinesis.retention)
                .containsEntry("eventfork-customers", 24)
                .containsEntry("eventfork-orders", 168);
        assertThat(cloud.provisioner.plan(declared).isSatisfied()).isTrue();
    }

    @Test
    void reportsWhatDiffersAndLeavesIt() {
        cloud.kinesis.createStream(
                r ->
                        r.streamName("eventfork-orders")
                                .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));

        Plan plan = cloud.provisioner.create(cloud.provisioner.plan(declared));

        assertThat(plan.lines())
                .contains(
                        "! stream eventfork-orders  differs: capacity ON_DEMAND, declared"
                                + " PROVISIONED; retention 24 h, declared 168 h");
        assertThat(cloud.kinesis.retention).containsEntry("eventfork-orders", 24);
    }

    @Test
    void leavesTheNumberOfShardsToWhoeverSplitsThem() {
        cloud.kinesis.createStream(
                r ->
                        r.streamName("eventfork-orders")
                                .shardCount(9)
                                .streamModeDetails(m -> m.streamMode(StreamMode.PROVISIONED)));
        cloud.kinesis.retention.put("eventfork-orders", 168);

        assertThat(cloud.provisioner.plan(declared).different()).isEmpty();
    }
}
