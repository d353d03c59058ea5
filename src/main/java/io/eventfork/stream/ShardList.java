package io.eventfork.stream;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Asks a stream for its shards. Errors of the SDK pass through. Thread-safe. */
final class ShardList {

    private final Supplier<KinesisClient> client;
    private final String stream;
    private final Clock clock;

    ShardList(Supplier<KinesisClient> client, String stream, Clock clock) {
        this.client = client;
        this.stream = stream;
        this.clock = clock;
    }

    /**
     * The shards that have records from a position on, by their id, each with those of its parents
     * that the stream still has.
     */
    Map<String, Set<String>> from(Position start) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = client.get().listShards(request -> first(request, start));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = client.get().listShards(request -> request.nextToken(token));
            shards.addAll(page.shards());
        }
        Set<String> ids = shards.stream().map(Shard::shardId).collect(Collectors.toSet());
        return shards.stream()
                .collect(Collectors.toMap(Shard::shardId, shard -> parents(shard, ids)));
    }

    /**
     * The moment of the call, or up to a second before: by the stream's own clock, since by a clock
     * that is ahead of it one would miss records.
     */
    Position now() {
        ListShardsResponse answer =
                client.get().listShards(request -> request.streamName(stream).maxResults(1));
        Instant now =
                Optional.ofNullable(answer.sdkHttpResponse())
                        .flatMap(response -> response.firstMatchingHeader("Date"))
                        .flatMap(ShardList::instant)
                        .orElseGet(clock::instant);
        return Position.at(now.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Optional<Instant> instant(String header) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void first(ListShardsRequest.Builder request, Position start) {
        request.streamName(stream);
        if (start.type() == ShardIteratorType.AT_TIMESTAMP) {
            request.shardFilter(
                    filter ->
                            filter.type(ShardFilterType.FROM_TIMESTAMP)
                                    .timestamp(Instant.parse(start.value())));
        }
    }

    private static Set<String> parents(Shard shard, Set<String> listed) {
        return Stream.of(
                        Optional.ofNullable(shard.parentShardId()),
                        Optional.ofNullable(shard.adjacentParentShardId()))
                .flatMap(Optional::stream)
                .filter(listed::contains)
                .collect(Collectors.toSet());
    }
}
