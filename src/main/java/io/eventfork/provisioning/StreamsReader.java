package io.eventfork.provisioning;

import io.eventfork.provisioning.YamlReader.Member;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the data streams of a {@code resources.yaml}. */
final class StreamsReader {

    private static final int MOST_SHARDS = 10_000;

    private final YamlReader yaml;
    private final ValueReader values;

    StreamsReader(YamlReader yaml) {
        this.yaml = yaml;
        this.values = new ValueReader(yaml);
    }

    /** One of them; what is wrong with it is noted as a problem. */
    DataStream read(String name, Member member) {
        Map<String, Member> members =
                yaml.members(
                        member.value(),
                        "stream '%s'".formatted(name),
                        List.of("shards", "retention"));
        Optional<Integer> shards = values.number(members, "shards", 1, MOST_SHARDS);
        Duration retention =
                values.duration(
                                members,
                                "retention",
                                DataStream.DEFAULT_RETENTION,
                                DataStream.LONGEST_RETENTION)
                        .orElse(DataStream.DEFAULT_RETENTION);
        if (!retention.truncatedTo(ChronoUnit.HOURS).equals(retention)) {
            yaml.problem(
                    members.get("retention").value(),
                    "the retention of a stream is counted in hours: write 24h, 36h or 7d");
        }
        return new DataStream(name, shards, retention);
    }
}
