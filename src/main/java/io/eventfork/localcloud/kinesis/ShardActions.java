package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Shape;
import java.math.BigInteger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ListShards, SplitShard. Thread-safe. */
final class ShardActions {

    private static final Shape HASH_KEY = Shape.of(1, 39, "0|([1-9]\\d{0,38})");
    private static final Shape TOKEN = Shape.ofLength(1, 1048576);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final int MOST = 10_000;
    private static final int PAGE = 1000;

    private final KinesisState state;
    private final Streams streams;
    private final Clock clock;

    ShardActions(KinesisState state, Clock clock) {
        this.state = state;
        this.streams = new Streams(state);
        this.clock = clock;
    }

    Map<String, KinesisCall.Action> actions() {
        return Map.of("ListShards", this::list, "SplitShard", this::split);
    }

    private void split(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        String shard = call.shard("ShardToSplit");
        BigInteger start = new BigInteger(call.members().required("NewStartingHashKey", HASH_KEY));
        if (stream.settings().mode() == StreamMode.ON_DEMAND) {
            throw KinesisErrors.onDemand(stream.name());
        }
        state.split(stream, shard, start);
    }

    private void list(KinesisCall call, ObjectNode result) {
        int limit = call.members().number("MaxResults", 1, MOST).orElse(PAGE);
        Page page =
                call.members()
                        .optional("NextToken", TOKEN)
                        .map(token -> next(call, token))
                        .orElseGet(() -> first(call));
        Stream stream = page.stream();
        List<ShardView> rest =
                page
                        .after()
                        .map(last -> stream.shards().tailMap(last, false))
                        .orElseGet(stream::shards)
                        .values()
                        .stream()
                        .filter(page.filter().test(stream.horizon()))
                        .limit(limit + 1L)
                        .toList();
        ArrayNode shards = result.putArray("Shards");
        rest.stream().limit(limit).forEach(shard -> shard.write(shards.addObject()));
        if (rest.size() > limit) {
            result.put("NextToken", page.token(rest.get(limit - 1).id(), clock.instant()));
        }
    }

    private Page first(KinesisCall call) {
        ShardFilter filter =
                call.members().object("ShardFilter").map(ShardFilter::read).orElse(ShardFilter.ALL);
        return new Page(streams.of(call), call.optionalShard("ExclusiveStartShardId"), filter);
    }

    private Page next(KinesisCall call, String text) {
        if (call.members().has("StreamName")) {
            throw KinesisErrors.invalid("NextToken and StreamName cannot be provided together.");
        }
        List<String> words = PageToken.of(text).words();
        try {
            Instant issued = Instant.parse(words.get(0));
            ShardFilter filter =
                    new ShardFilter(
                            ShardFilter.Type.valueOf(words.get(1)),
                            Optional.of(words.get(2)),
                            Optional.of(words.get(3))
                                    .filter(time -> !time.isEmpty())
                                    .map(Instant::parse));
            if (issued.plus(TOKEN_LIFE).isBefore(clock.instant())) {
                throw KinesisErrors.error(
                        "ExpiredNextTokenException",
                        "NextToken is older than %d seconds.".formatted(TOKEN_LIFE.toSeconds()));
            }
            return new Page(streams.ofArn(words.get(4)), Optional.of(words.get(5)), filter);
        } catch (IndexOutOfBoundsException | DateTimeException | IllegalArgumentException e) {
            throw KinesisErrors.invalid("NextToken is not valid.");
        }
    }

    /** What a page needs of the one before. */
    private record Page(Stream stream, Optional<String> after, ShardFilter filter) {

        String token(String last, Instant now) {
            return PageToken.after(
                            now.toString(),
                            filter.type().name(),
                            filter.shardId().orElse(""),
                            filter.timestamp().map(Instant::toString).orElse(""),
                            stream.settings().arn(),
                            last)
                    .text();
        }
    }
}
