package io.eventfork.checkout;

import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import io.eventfork.table.PageRequest;
import io.eventfork.table.PartitionPages;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** Reads the orders of a customer page by page. Stateless. */
public final class OrderPages {

    private static final PartitionPages PAGES =
            new PartitionPages("/checkout/orders", "CustomerId", "DateOrderId");

    /** What the contract allows as the identifier of a customer. */
    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7E]{1,64}");

    /**
     * Turns the request into a query.
     *
     * @throws ProblemException if the customer, the limit or the token is no good
     */
    public void ask(Exchange exchange, int defaultLimit, int maxLimit) {
        String customer = customer(exchange.getMessage().getHeader("customerId", String.class));
        PAGES.ask(exchange, customer, customer, defaultLimit, maxLimit);
    }

    /** Turns the query's result into the answer. */
    public void answer(Exchange exchange) {
        PAGES.answer(exchange, rows -> rows.map(ItemJson::json));
    }

    private static String customer(String customer) {
        if (customer == null || !IDENTIFIER.matcher(customer).matches()) {
            throw PageRequest.wrong("customerId", "must have 1 to 64 visible ASCII characters");
        }
        return customer;
    }
}
