package io.eventfork.contract;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What every HTTP route answers in the same way; no header of the request goes back. Stateless. */
public final class Answers {

    private Answers() {}

    /** Answers with a body, which is JSON. */
    public static void json(Message message, int status, String body) {
        answer(message, status, body);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    /** Answers 204, that there is nothing to say. */
    public static void nothing(Message message) {
        answer(message, 204, null);
    }

    private static void answer(Message message, int status, String body) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setBody(body);
    }
}
