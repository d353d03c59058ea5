package io.eventfork.shop;

import io.eventfork.contract.Answers;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Finds and deletes one item, product or basket, by the key in the path. Stateless. */
public final class ShopItems {

    /** The longest partition key of DynamoDB, in bytes. */
    private static final int MAX_KEY = 2048;

    /**
     * Turns the request into the key of an item.
     *
     * @param name the parameter of the path, and the attribute that is the key
     * @throws ProblemException 400 if it is no key
     */
    public void key(Exchange exchange, String name) {
        askFor(exchange.getMessage(), name, keyOf(exchange.getMessage(), name));
    }

    /** Answers that there is no such item, now or since before. */
    public void deleted(Exchange exchange, boolean compatible) {
        if (compatible) {
            ShopAnswers.envelope(
                    exchange.getMessage(), "DELETE", Optional.of(ShopAnswers.written()));
        } else {
            Answers.nothing(exchange.getMessage());
        }
    }

    /** Replaces the request by a key. */
    static void askFor(Message message, String name, String key) {
        message.removeHeaders("*");
        message.setHeader(Ddb2Constants.KEY, Map.of(name, AttributeValue.fromS(key)));
        message.setBody(null);
    }

    /**
     * The key in the path.
     *
     * @throws ProblemException 400 if it is no key, or not the only one of its name
     */
    static String keyOf(Message message, String name) {
        Object key = message.getHeader(name);
        if (!(key instanceof String text)
                || text.isEmpty()
                || text.getBytes(StandardCharsets.UTF_8).length > MAX_KEY) {
            throw PageRequest.wrong(name, "must be one text of 1 to %d bytes".formatted(MAX_KEY));
        }
        return text;
    }

    /**
     * The attributes that were read.
     *
     * @throws ProblemException 404 if there is no such item
     */
    static Map<String, AttributeValue> found(Message message) {
        Map<String, AttributeValue> item = item(message);
        if (item.isEmpty()) {
            throw none();
        }
        return item;
    }

    /** That there is no such item. */
    static ProblemException none() {
        return new ProblemException(404, "There is no such resource.");
    }

    /** The attributes that were read, or replaced; empty if there is no such item. */
    @SuppressWarnings("unchecked")
    static Map<String, AttributeValue> item(Message message) {
        Map<String, AttributeValue> item = message.getHeader(Ddb2Constants.ATTRIBUTES, Map.class);
        return item == null ? Map.of() : item;
    }
}
