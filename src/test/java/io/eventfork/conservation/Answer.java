package io.eventfork.conservation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What the proxy answers. Its array is not copied.
 *
 * @param status of HTTP
 * @param headers of the answer
 * @param body of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes pass through, and nothing compares them.
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    /** No answer: the connection is reset. */
    static final Answer NONE = new Answer(0, Map.of(), new byte[0]);

    static Answer of(int status, String type, String body) {
        return new Answer(
                status,
                Map.of("Content-Type", List.of(type)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with another body. */
    Answer with(String another) {
        return new Answer(status, headers, another.getBytes(StandardCharsets.UTF_8));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
