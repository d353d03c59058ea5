package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.HttpContract;
import io.eventfork.contract.Requests;
import io.eventfork.event.CardGuard;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;

/**
 * Reads what callers send: checks it against the contract and takes card data out before it rests
 * anywhere. Thread-safe.
 */
final class ShopBodies {

    static final String DOCUMENT = "openapi/shop.yaml";

    /** Schemas of the contract. */
    static final String PRODUCT = "Product";

    static final String CHANGES = "ProductChanges";
    static final String BASKET = "Basket";
    static final String CHECKOUT = "Checkout";

    private static final String CONTRACT_BROKEN = "The body does not keep the contract.";

    /**
     * A body.
     *
     * @param sent as it came, which nobody must keep
     * @param kept without card data
     */
    record Body(ObjectNode sent, ObjectNode kept) {

        /**
         * Refuses a masked identifier, which would make different things one.
         *
         * @param pointers where identifiers are
         */
        void requireIdentifiers(List<String> pointers) {
            refuse(Requests.maskedIdentifiers(sent, kept, pointers));
        }
    }

    private final CardGuard cardGuard;
    private final HttpContract contract =
            new HttpContract(DOCUMENT, PRODUCT, CHANGES, BASKET, CHECKOUT);

    ShopBodies(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /**
     * The body of a request.
     *
     * @param compatible whether any JSON object is taken, as the original does
     * @throws ProblemException 400 if it is none, or breaks the contract
     */
    Body read(Message message, String schema, boolean compatible) {
        JsonNode body = Requests.json(message);
        if (!compatible) {
            refuse(contract.faults(schema, body));
        }
        if (!(body instanceof ObjectNode)) {
            refuse(List.of(new Fault("", "must be an object")));
        }
        refuse(inexact(body, ""));
        return new Body((ObjectNode) body, (ObjectNode) cardGuard.mask(body));
    }

    /** Refuses a body for its faults, if there are any. */
    static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ProblemException(400, CONTRACT_BROKEN, faults);
        }
    }

    /** Numbers that a table would round or refuse. */
    private static List<Fault> inexact(JsonNode value, String pointer) {
        if (value.isNumber()) {
            return ItemJson.isExact(value.decimalValue())
                    ? List.of()
                    : List.of(new Fault(pointer, "has more digits than a table keeps exactly"));
        }
        List<Fault> faults = new ArrayList<>();
        value.properties()
                .forEach(
                        member ->
                                faults.addAll(
                                        inexact(
                                                member.getValue(),
                                                Fault.pointer(pointer, member.getKey()))));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            faults.addAll(inexact(value.get(i), pointer + "/" + i));
        }
        return faults;
    }
}
