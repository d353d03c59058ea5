package io.eventfork.bench.harness;

/** Events of an exact size: orders in JSON, the larger ones with more items. Stateless. */
final class Orders {

    private Orders() {}

    /**
     * An order.
     *
     * @param bytes its size; at least 400
     */
    static String body(long id, int bytes) {
        StringBuilder body =
                new StringBuilder(bytes)
                        .append("{\"id\":")
                        .append(id)
                        .append(",\"customer\":{\"id\":\"c-")
                        .append(id % 1_000)
                        .append("\",\"name\":\"Jo Doe\",\"city\":\"Springfield\"},\"items\":[");
        int item = 0;
        do {
            body.append(item == 0 ? "" : ",")
                    .append("{\"sku\":\"p-")
                    .append((id + item) % 500)
                    .append("\",\"title\":\"A thing to buy\",\"quantity\":")
                    .append(1 + item % 5)
                    .append(",\"price\":")
                    .append((id + item) % 300)
                    .append(".95,\"gift\":false}");
            item++;
        } while (body.length() < bytes - 200);
        body.append("],\"note\":\"");
        int missing = bytes - body.length() - 2;
        return body.append(".".repeat(Math.max(0, missing))).append("\"}").toString();
    }
}
