package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import io.eventfork.localcloud.query.QueryProtocol;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request. Immutable and thread-safe.
 *
 * @param members the body
 * @param query the parameters of the URL
 * @param region the region it is signed for
 */
record SchedulerCall(Members members, Map<String, String> query, String region) {

    static final String DEFAULT_GROUP = "default";

    private static final Shape NAME = Shape.of(1, 64, "[0-9a-zA-Z-_.]+");

    static SchedulerCall of(ServiceRequest request) {
        Map<String, String> query = new HashMap<>();
        for (String parameter : request.query().split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                query.put(
                        decode(parameter.substring(0, equals)),
                        decode(parameter.substring(equals + 1)));
            }
        }
        return new SchedulerCall(
                Members.of(request.body()), Map.copyOf(query), QueryProtocol.region(request));
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw JsonException.validation("The request's URL is not valid.");
        }
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** Checks the name of a schedule. */
    static String name(String name) {
        NAME.check("name", name);
        return name;
    }

    /** Checks that the group is the only one there is. */
    static void group(Optional<String> group) {
        group.filter(name -> !name.equals(DEFAULT_GROUP))
                .ifPresent(
                        name -> {
                            throw SchedulerErrors.noGroup(name);
                        });
    }
}
