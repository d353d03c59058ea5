package io.eventfork.cli;

import io.eventfork.runtime.Application;
import io.eventfork.runtime.Settings;
import java.io.PrintWriter;
import java.util.List;

/** What a person sees when the application is ready. */
final class Banner {

    private final Settings settings;
    private final Application application;

    Banner(Settings settings, Application application) {
        this.settings = settings;
        this.application = application;
    }

    /** Where it is, for a log. */
    void printAddresses(PrintWriter out) {
        out.println(health());
        out.println(ready());
        out.flush();
    }

    void print(PrintWriter out) {
        String base = application.url();
        String cloud =
                settings.optional("eventfork.endpoint")
                        .orElse(
                                "AWS, region "
                                        + settings.optional("eventfork.region")
                                                .orElse("of the default chain"));
        out.println();
        out.println("  Cloud     " + cloud);
        out.println("  Search    " + search());
        out.println("  Contract  " + base + "/openapi, of the administration at /openapi/admin");
        out.println("  " + health());
        if (runsCheckout()) {
            printOrders(out, base);
        }
        out.println();
        out.println(ready());
        out.flush();
    }

    private boolean runsCheckout() {
        List<String> apps = settings.list("eventfork.apps");
        return apps.isEmpty() || apps.contains("checkout");
    }

    private void printOrders(PrintWriter out, String base) {
        String endpointOption =
                settings.optional("eventfork.endpoint")
                        .map(url -> "--endpoint-url " + url + " ")
                        .orElse("");
        out.println();
        out.println("  Place an order, read it back, and see it in the table and in the backup:");
        String key =
                settings.optional("eventfork.http.api-keys").isEmpty()
                        ? ""
                        : "-H \"x-api-key: $API_KEY\" ";
        out.println(
                "    curl -i "
                        + key
                        + "-H 'content-type: application/json' --data @docs/examples/checkout-1.json "
                        + base
                        + "/checkout");
        out.println("    curl -s " + key + base + "/checkout/orders/65144");
        if (!endpointOption.isEmpty()) {
            out.println(
                    "    export AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x AWS_DEFAULT_REGION=us-east-1");
        }
        out.println(
                "    aws %sdynamodb scan --table-name %scheckout-orders"
                        .formatted(endpointOption, settings.text("eventfork.prefix")));
        String token =
                settings.optional("eventfork.admin-token").isEmpty()
                        ? ""
                        : "-H \"authorization: Bearer $EVENTFORK_ADMIN_TOKEN\" ";
        out.println(
                "    curl -s -X POST " + token + base + "/admin/pipelines/checkout-backup/flush");
        out.println(
                "    aws %ss3 ls --recursive s3://%scheckout-backup%s"
                        .formatted(
                                endpointOption,
                                settings.text("eventfork.prefix"),
                                settings.text("eventfork.bucket-suffix")));
    }

    private String ready() {
        return "Eventfork is ready: " + application.url();
    }

    private String health() {
        return "Health    %s/observe/health, metrics at /observe/metrics"
                .formatted(application.observeUrl());
    }

    private String search() {
        return settings.optional("eventfork.opensearch")
                .orElse("none; its queue keeps the events until there is one (--opensearch URL)");
    }
}
