package io.eventfork.conservation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The bodies of the AWS Query protocol: URL-encoded names and values. Stateless. */
final class Form {

    private Form() {}

    static Map<String, String> parse(byte[] body) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : new String(body, UTF_8).split("&", -1)) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                values.put(
                        URLDecoder.decode(pair.substring(0, sign), UTF_8),
                        URLDecoder.decode(pair.substring(sign + 1), UTF_8));
            }
        }
        return values;
    }

    static byte[] write(Map<String, String> values) {
        return values.entrySet().stream()
                .map(
                        value ->
                                URLEncoder.encode(value.getKey(), UTF_8)
                                        + "="
                                        + URLEncoder.encode(value.getValue(), UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(UTF_8);
    }
}
