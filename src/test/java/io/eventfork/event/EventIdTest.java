package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdTest {

    private static final byte[] BODY = "{\"id\":15311}".getBytes(StandardCharsets.UTF_8);

    @Test
    void isTheSameInEveryRelease() {
        assertThat(EventId.of(Optional.empty(), BODY))
                .hasToString("e534826c-a8d4-5772-bc68-8d85c5cfdbf0");
        assertThat(EventId.of(Optional.of("k-1"), BODY))
                .hasToString("ed91fdc6-c572-5622-b464-30eb76df55ab");
    }

    @Test
    void isANameBasedUuid() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = EventId.of(Optional.of("k" + i), BODY);
            assertThat(id.version()).isEqualTo(5);
            assertThat(id.variant()).isEqualTo(2);
        }
    }

    @Test
    void differsWithTheKeyAndWithTheBody() {
        Set<UUID> ids = new HashSet<>();
        ids.add(EventId.of(Optional.empty(), BODY));
        ids.add(EventId.of(Optional.of(""), BODY));
        ids.add(EventId.of(Optional.of("a"), BODY));
        ids.add(EventId.of(Optional.of("b"), BODY));
        ids.add(EventId.of(Optional.empty(), new byte[0]));
        ids.add(EventId.of(Optional.of("a"), new byte[0]));

        assertThat(ids).hasSize(6);
    }

    @Test
    void noTextMovesFromTheKeyIntoTheBody() {
        assertThat(id("ab", "c")).isNotEqualTo(id("a", "bc"));
        assertThat(id("", "abc")).isNotEqualTo(id("abc", ""));
        assertThat(EventId.of(Optional.empty(), "a".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(id("a", ""));
    }

    private static UUID id(String key, String body) {
        return EventId.of(Optional.of(key), body.getBytes(StandardCharsets.UTF_8));
    }
}
