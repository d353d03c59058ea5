package io.eventfork.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Requests;
import io.eventfork.event.EventId;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import io.eventfork.table.PartitionPages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Takes new products in, and changes of products. Thread-safe. */
public final class ProductWrites {

    static final String ID = "id";

    private static final String PRODUCT = "shop.product";

    private final ShopBodies bodies;
    private final ProductChange changes;

    ProductWrites(ShopBodies bodies, ProductChange changes) {
        this.bodies = bodies;
        this.changes = changes;
    }

    /**
     * Turns the request into the item to put. Its id is a new one, or one made of the idempotency
     * key and the product, so that a repeated request makes the same product.
     *
     * @throws ProblemException 400 if the request is at fault
     */
    public void create(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        ObjectNode product = bodies.read(message, ShopBodies.PRODUCT, compatible).kept();
        product.remove(ID);
        product.put(ID, newId(Requests.idempotencyKey(message), product).toString());
        exchange.setProperty(PRODUCT, product);
        message.removeHeaders("*");
        message.setHeader(Ddb2Constants.ITEM, ItemJson.item(product));
        message.setBody(null);
    }

    private static UUID newId(Optional<String> key, ObjectNode product) {
        return key.isPresent()
                ? EventId.of(key, StrictJson.write(product).getBytes(StandardCharsets.UTF_8))
                : UUID.randomUUID();
    }

    /** Answers the new product and where it is. */
    public void created(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        ObjectNode product = (ObjectNode) exchange.removeProperty(PRODUCT);
        if (compatible) {
            ShopAnswers.envelope(message, "POST", Optional.of(ShopAnswers.written()));
            return;
        }
        ShopAnswers.resource(message, 201, product);
        message.setHeader(
                "Location", "/product/" + PartitionPages.segment(product.get(ID).textValue()));
    }

    /**
     * Reads what is to be changed, and turns the request into the key of the product.
     *
     * @throws ProblemException 400 if the request is at fault
     */
    public void change(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        String id = ShopItems.keyOf(message, ID);
        ObjectNode members = bodies.read(message, ShopBodies.CHANGES, compatible).kept();
        if (members.has(ID)) {
            ShopBodies.refuse(List.of(new Fault("/id", "cannot be changed; it is in the path")));
        }
        if (members.isEmpty()) {
            ShopBodies.refuse(List.of(new Fault("", "must name what to change")));
        }
        exchange.setProperty(PRODUCT, members);
        message.removeHeaders("*");
        message.setHeader(Ddb2Constants.KEY, Map.of(ID, AttributeValue.fromS(id)));
        message.setBody(null);
    }

    /**
     * Turns the product that was read, and what is to be changed, into the transaction that does
     * it.
     *
     * @param products the physical name of the table of products
     * @param outbox the physical name of the outbox table
     * @throws ProblemException 404 if there is no product to change, unless compatible: it is then
     *     made
     */
    public TransactWriteItemsRequest transaction(
            Exchange exchange, String products, String outbox, boolean compatible) {
        Message message = exchange.getMessage();
        Map<String, AttributeValue> product = ShopItems.item(message);
        if (product.isEmpty() && !compatible) {
            throw ShopItems.none();
        }
        @SuppressWarnings("unchecked")
        Map<String, AttributeValue> key = message.getHeader(Ddb2Constants.KEY, Map.class);
        return changes.transaction(
                products,
                outbox,
                key,
                product,
                ItemJson.item(exchange.getProperty(PRODUCT, ObjectNode.class)));
    }

    /** Answers the changed product, which was read once more. */
    public void changed(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        if (compatible) {
            ShopAnswers.envelope(message, "PUT", Optional.of(ShopAnswers.written()));
        } else {
            ShopAnswers.resource(message, 200, ItemJson.json(ShopItems.found(message)));
        }
    }
}
