package io.eventfork.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The OpenSearch domain, if requests to it are let in by IAM. It is made elsewhere: a parameter of
 * the template says which it is. Not thread-safe.
 */
final class OpenSearchDomain {

    static final String PARAMETER = "OpenSearchDomainArn";

    private final Grants grants;
    private boolean used;

    OpenSearchDomain(Grants grants) {
        this.grants = grants;
    }

    /** Allows a route its requests to the domain. */
    void grant(EndpointUse use, Map<String, String> settings) {
        if (!use.path().contains("{{opensearch:")
                || !"iam".equals(settings.get("eventfork.opensearch.auth"))) {
            return;
        }
        used = true;
        String method = use.parameters().getOrDefault("httpMethod", "GET").toLowerCase(Locale.ROOT);
        grants.allow(
                use.unit().app(),
                Json.text("${" + PARAMETER + "}/*"),
                List.of(
                        "es:ESHttp"
                                + method.substring(0, 1).toUpperCase(Locale.ROOT)
                                + method.substring(1)));
    }

    /** Whether a route needs it. */
    boolean isUsed() {
        return used;
    }
}
