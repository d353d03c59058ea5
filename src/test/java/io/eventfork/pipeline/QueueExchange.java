package io.eventfork.pipeline;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.support.DefaultExchange;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Makes exchanges as a queue starts them. */
public final class QueueExchange {

    public static final Instant SENT = Instant.parse("2026-03-04T05:06:07.008Z");
    public static final String MESSAGE_ID = "5fea7756-0ea4-451a-a703-a558b933e274";

    private final String body;
    private final Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    private final Map<MessageSystemAttributeName, String> system = new HashMap<>();

    private QueueExchange(String body) {
        this.body = body;
        system.put(MessageSystemAttributeName.SENT_TIMESTAMP, Long.toString(SENT.toEpochMilli()));
    }

    public static QueueExchange of(String body) {
        return new QueueExchange(body);
    }

    public QueueExchange with(String name, String type, String value) {
        attributes.put(
                name, MessageAttributeValue.builder().dataType(type).stringValue(value).build());
        return this;
    }

    public QueueExchange withBytes(String name, byte... value) {
        attributes.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromByteArray(value))
                        .build());
        return this;
    }

    public Exchange in(CamelContext context) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(Sqs2Constants.MESSAGE_ID, MESSAGE_ID);
        exchange.getMessage().setHeader(Sqs2Constants.ATTRIBUTES, system);
        exchange.getMessage().setHeader(Sqs2Constants.MESSAGE_ATTRIBUTES, attributes);
        return exchange;
    }
}
