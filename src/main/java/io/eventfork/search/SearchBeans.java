package io.eventfork.search;

import java.time.Clock;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the search routes name. */
public final class SearchBeans {

    private SearchBeans() {}

    /** Signs with credentials of AWS. */
    public static RequestAuth iam(AwsCredentialsProvider credentials, Region region) {
        return new IamAuth(credentials, region, Clock.systemUTC());
    }

    /** Binds the beans and the property function {@code opensearch}. */
    public static void bind(CamelContext context, OpenSearchSettings settings, RequestAuth auth) {
        context.getRegistry().bind("openSearch", settings);
        context.getRegistry()
                .bind("openSearchClient", new OpenSearchClientConfigurer(auth, settings.timeout()));
        context.getPropertiesComponent().addPropertiesFunction(new OpenSearchUrls(settings));
    }
}
