package io.eventfork.delivery;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.arns.Arn;

/**
 * The component {@code aws2-sqs} of a context with delivery: producers as in Camel, consumers that
 * lease.
 *
 * <p>Takes Camel's own options. Those that decide when a message leaves the queue are the
 * delivery's business: {@code deleteAfterRead} and {@code deleteIfFiltered} have no effect, and
 * options that would create or alter a queue are refused, as queues are declared in {@code
 * resources.yaml}. One option is added: {@code attempts}, how often a message of this consumer may
 * fail for a reason nobody classified before it is dead-lettered, instead of {@code
 * eventfork.delivery.attempts}.
 */
// The annotation is not inherited in effect: Camel looks for it on this class to find the
// endpoint's configurer.
@Component("aws2-sqs")
public final class DeliveryComponent extends Sqs2Component {

    private final Delivery delivery;

    /**
     * For a context in which routes are checked and never started: its endpoints cannot consume.
     */
    public DeliveryComponent() {
        this.delivery = null;
    }

    DeliveryComponent(Delivery delivery) {
        super(delivery.context());
        this.delivery = delivery;
        getConfiguration().setAmazonSQSClient(delivery.client());
    }

    Delivery delivery() {
        return delivery;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("The uri aws2-sqs needs a queue name.");
        }
        Sqs2Configuration configuration = getConfiguration().copy();
        if (remaining.startsWith("arn:")) {
            Arn arn = Arn.fromString(remaining);
            configuration.setQueueOwnerAWSAccountId(arn.accountId().orElse(null));
            configuration.setQueueName(arn.resourceAsString());
        } else {
            configuration.setQueueName(remaining);
        }
        LeasingEndpoint endpoint =
                new LeasingEndpoint(uri, this, configuration, attempts(parameters));
        setProperties(endpoint, parameters);
        endpoint.refuseQueueChanges();
        return endpoint;
    }

    private OptionalInt attempts(Map<String, Object> parameters) {
        Integer attempts = getAndRemoveParameter(parameters, "attempts", Integer.class);
        if (attempts != null && attempts < 1) {
            throw new IllegalArgumentException("The option attempts must be at least 1.");
        }
        return attempts == null ? OptionalInt.empty() : OptionalInt.of(attempts);
    }
}
