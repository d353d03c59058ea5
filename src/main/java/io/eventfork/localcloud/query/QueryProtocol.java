package io.eventfork.localcloud.query;

import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The documents of one service of the AWS Query protocol (form in, XML out), and what its requests
 * have in common.
 *
 * <p>Immutable and thread-safe.
 */
public final class QueryProtocol {

    private static final Pattern CREDENTIAL_SCOPE =
            Pattern.compile("Credential=[^/,]+/[^/,]+/([^/,]+)/");
    private static final String DEFAULT_REGION = "us-east-1";

    private final String namespace;

    /**
     * @param namespace the XML namespace of the service
     */
    public QueryProtocol(String namespace) {
        this.namespace = namespace;
    }

    /** The region the request is signed for; {@code us-east-1} if it is not signed. */
    public static String region(ServiceRequest request) {
        Matcher scope =
                CREDENTIAL_SCOPE.matcher(request.headers().getOrDefault("authorization", ""));
        return scope.find() ? scope.group(1) : DEFAULT_REGION;
    }

    /**
     * The answer to an action that succeeded.
     *
     * @param result writes the content of the result element
     */
    public ServiceResponse success(String action, Consumer<XmlWriter> result) {
        String requestId = UUID.randomUUID().toString();
        XmlWriter xml = new XmlWriter(action + "Response", namespace);
        xml.open(action + "Result");
        result.accept(xml);
        xml.close();
        xml.open("ResponseMetadata").text("RequestId", requestId).close();
        return response(200, requestId, xml);
    }

    /** The answer to an action that failed. */
    public ServiceResponse failure(QueryException failure) {
        String requestId = UUID.randomUUID().toString();
        XmlWriter xml = new XmlWriter("ErrorResponse", namespace);
        xml.open("Error")
                .text("Type", failure.senderFault() ? "Sender" : "Receiver")
                .text("Code", failure.code())
                .text("Message", failure.getMessage())
                .close();
        xml.text("RequestId", requestId);
        return response(failure.status(), requestId, xml);
    }

    private static ServiceResponse response(int status, String requestId, XmlWriter xml) {
        return new ServiceResponse(
                status,
                Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
                xml.toBytes());
    }
}
