package io.eventfork.localcloud;

import java.util.Map;

/**
 * A request to an {@link EmulatedService}, as it came over the wire.
 *
 * @param method HTTP method in upper case
 * @param path path as sent, still percent-encoded, beginning with a slash
 * @param query query string as sent, without the question mark; empty if there is none
 * @param headers by lower-case name; of a repeated header the first value
 * @param body the whole body; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Carries a body; never compared.
public record ServiceRequest(
        String method, String path, String query, Map<String, String> headers, byte[] body) {

    public ServiceRequest {
        headers = Map.copyOf(headers);
    }
}
