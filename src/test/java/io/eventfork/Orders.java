package io.eventfork;

/** Orders as callers send them. */
final class Orders {

    private Orders() {}

    static String of(int id, String customer, String amount) {
        return """
                {"id":%d,"date":"2026-01-02T03:04:05+01:00","customer":{"id":"%s"},
                 "payment":{"id":%d,"amount":%s,"currency":"usd","card-number":"4111 1111 1111 1111","card-cvv":"123"},
                 "items":[{"quantity":2,"price":1.50}]}"""
                .formatted(id, customer, id, amount);
    }
}
