package io.eventfork.conservation;

import java.util.List;
import java.util.Random;

/**
 * Makes orders out of a seed: amounts around the limit of search, identifiers as numbers and texts,
 * and card data wherever callers put it. Thread-safe.
 */
final class OrderMaker {

    /** Numbers that payment companies publish for tests, grouped as on the card. */
    private static final List<String> CARDS =
            List.of("4111 1111 1111 1111", "5555 5555 5555 4444", "3782 822463 10005");

    private static final List<String> AMOUNTS =
            List.of("0", "5", "99.99", "99.99999", "100", "100.00", "100.01", "450.00", "1234567");
    private static final String MASKED = "****";

    /** What the bodies of all orders hold, and no log may. */
    static final String NOTE = "ünïcode and a long text";

    private final long seed;

    OrderMaker(long seed) {
        this.seed = seed;
    }

    /** Every card number that orders hold, digits alone. */
    static List<String> cardNumbers() {
        return CARDS.stream().map(card -> card.replace(" ", "")).toList();
    }

    /** The order of that number, always the same one. */
    Order order(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        boolean texts = random.nextBoolean();
        String reference = texts ? "p" + number : Integer.toString(number);
        String id = texts ? "order-" + number : Integer.toString(number);
        String customer = "c" + random.nextInt(97);
        String date =
                "2026-0%d-1%dT0%d:30:00+01:00"
                        .formatted(1 + random.nextInt(9), random.nextInt(10), random.nextInt(10));
        String amount = AMOUNTS.get(random.nextInt(AMOUNTS.size()));
        int quantity = 1 + random.nextInt(5);
        Form form = Form.of(random.nextInt(Form.COUNT), CARDS.get(random.nextInt(CARDS.size())));
        String frame =
                """
                {"id":%s,"date":"%s","customer":{"id":"%s"},"payment":{"id":%s,"amount":%s,\
                "currency":"usd"%%s},"items":[{"product":%d,"quantity":%d,"price":1.50},\
                {"product":"puck","quantity":2}],"note":"%s %s"%%s}"""
                        .formatted(
                                texts ? '"' + id + '"' : id,
                                date,
                                customer,
                                texts ? '"' + reference + '"' : reference,
                                amount,
                                random.nextInt(50),
                                quantity,
                                NOTE,
                                "and more ".repeat(random.nextInt(40)));
        return new Order(
                reference,
                random.nextInt(4) == 0 ? "key-" + number : "",
                frame.formatted(form.sentPayment(), form.sentOrder()),
                Json.canonical(frame.formatted(form.keptPayment(), form.keptOrder())),
                id,
                customer,
                date,
                amount,
                quantity + 2);
    }

    /** A way in which card data comes, and what is kept of it. */
    private record Form(
            String sentPayment, String keptPayment, String sentOrder, String keptOrder) {

        private static final int COUNT = 7;

        static Form of(int kind, String card) {
            String digits = card.replace(" ", "");
            String last4 = digits.substring(digits.length() - 4);
            String kept = ",\"last4\":\"" + last4 + '"';
            return switch (kind) {
                case 0 ->
                        new Form(
                                ",\"card-number\":\"%s\",\"card-cvv\":\"123\",\"card-expiry\":\"12/29\""
                                        .formatted(card),
                                kept,
                                "",
                                "");
                case 1 ->
                        new Form(
                                ",\"card-number\":%s,\"card-network\":\"visa\"".formatted(digits),
                                kept + ",\"network\":\"visa\"",
                                "",
                                "");
                case 2 ->
                        new Form(
                                "",
                                "",
                                ",\"memo\":\"paid with %s, thanks\"".formatted(card),
                                ",\"memo\":\"paid with %s, thanks\"".formatted(MASKED));
                case 3 ->
                        new Form(
                                "",
                                "",
                                ",\"memo\":\"%s\"".formatted(card.replace(' ', '-')),
                                ",\"memo\":\"%s\"".formatted(MASKED));
                case 4 ->
                        new Form(
                                "",
                                "",
                                ",\"deep\":{\"list\":[{\"pan\":\"%s\",\"cvv\":\"321\",\"keep\":1.10}]}"
                                        .formatted(digits),
                                ",\"deep\":{\"list\":[{\"keep\":1.10}]}");
                case 5 ->
                        new Form(
                                "",
                                "",
                                ",\"terminal\":[%s,7]".formatted(digits),
                                ",\"terminal\":[null,7]");
                default -> new Form("", "", "", "");
            };
        }
    }
}
