package io.eventfork.localcloud;

import java.util.Map;

/**
 * What an {@link EmulatedService} answers.
 *
 * @param status HTTP status code
 * @param headers by name; {@code Content-Length} is set by the gateway
 * @param body the whole body; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Carries a body; never compared.
public record ServiceResponse(int status, Map<String, String> headers, byte[] body) {

    public ServiceResponse {
        headers = Map.copyOf(headers);
    }
}
