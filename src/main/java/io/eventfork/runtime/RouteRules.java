package io.eventfork.runtime;

import io.eventfork.delivery.ReceiptSafety;
import io.eventfork.delivery.StreamSafety;
import io.eventfork.delivery.Unsafe;
import io.eventfork.runtime.routes.RouteCheck;
import java.util.List;
import org.apache.camel.model.ModelCamelContext;

/** The rules that routes must keep, or they do not run. Stateless. */
final class RouteRules {

    private RouteRules() {}

    static List<RouteCheck> all() {
        return List.of(RouteRules::receiptsAreSafe, RouteRules::batchesAreSafe);
    }

    private static List<RouteCheck.Finding> receiptsAreSafe(ModelCamelContext context) {
        return findings(ReceiptSafety.check(context));
    }

    private static List<RouteCheck.Finding> batchesAreSafe(ModelCamelContext context) {
        return findings(StreamSafety.check(context));
    }

    private static List<RouteCheck.Finding> findings(List<Unsafe> unsafe) {
        return unsafe.stream()
                .map(one -> new RouteCheck.Finding(one.routeId(), one.line(), one.sentence()))
                .toList();
    }
}
