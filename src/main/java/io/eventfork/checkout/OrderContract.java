package io.eventfork.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.contract.HttpContract;
import io.eventfork.problem.Fault;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What an order must look like: the schema {@code Order} of the HTTP contract itself, so that what
 * is documented is what is checked. Thread-safe.
 */
final class OrderContract {

    static final String DOCUMENT = "openapi/checkout.yaml";

    private static final String ORDER = "Order";

    private final HttpContract contract = new HttpContract(DOCUMENT, ORDER);

    /** Everything that is wrong with an order; empty if nothing is. */
    List<Fault> faults(JsonNode order) {
        List<Fault> faults = contract.faults(ORDER, order);
        if (faults.isEmpty()) {
            try {
                OffsetDateTime.parse(order.path("date").textValue());
            } catch (DateTimeException e) {
                return List.of(new Fault("/date", "there is no such date and time"));
            }
        }
        return faults;
    }
}
