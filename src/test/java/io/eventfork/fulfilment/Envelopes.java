package io.eventfork.fulfilment;

/** Events of the order service, in the envelope in which EventBridge delivers them. */
public final class Envelopes {

    private Envelopes() {}

    public static String of(String customerId, String orderNumber) {
        return """
        {"version":"0","id":"0f1e2d3c","detail-type":"order-service.order-created",\
        "source":"order-service","account":"000000000000","time":"2026-01-02T03:04:05Z",\
        "region":"us-east-1","resources":[],\
        "detail":{"EventName":"order-service.order-created",\
        "Data":{"CustomerId":"%s","OrderNumber":"%s"},"Source":"order-service"}}"""
                .formatted(customerId, orderNumber);
    }
}
