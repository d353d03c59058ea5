package io.eventfork.redrive;

import io.eventfork.delivery.MessageNote;
import io.eventfork.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Tells a letter that one redrive has sent, and that has failed again, from those that it has not
 * seen. The note that it sends along tells; a letter that a note would have made too large is known
 * by its body, the last {@value #MOST} such, and by no clock: that of SQS is not that of the
 * operator. Not thread-safe.
 */
final class SentLetters {

    private static final int MOST = 10_000;

    private final String redrive;
    private final Set<String> withoutNote = new LinkedHashSet<>();

    /**
     * @param redrive its id
     */
    SentLetters(String redrive) {
        this.redrive = redrive;
    }

    /** Remembers a letter that is sent with these attributes. */
    void add(DeadLetter letter, Map<String, MessageAttributeValue> attributes) {
        if (MessageNote.of(attributes).path("redrive").asText().equals(redrive)) {
            return;
        }
        withoutNote.add(hash(letter));
        if (withoutNote.size() > MOST) {
            withoutNote.remove(withoutNote.iterator().next());
        }
    }

    /** Whether a letter has come back. */
    boolean hasSent(DeadLetter letter) {
        return letter.cameBackFrom(redrive)
                || !withoutNote.isEmpty() && withoutNote.contains(hash(letter));
    }

    private static String hash(DeadLetter letter) {
        return HexFormat.of()
                .formatHex(
                        Sha256.digest()
                                .digest(letter.message().body().getBytes(StandardCharsets.UTF_8)));
    }
}
