package io.eventfork.localcloud;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** STS as far as {@code GetCallerIdentity}. Stateless. */
final class StsService implements EmulatedService {

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public ServiceResponse handle(ServiceRequest request) {
        String form = new String(request.body(), StandardCharsets.UTF_8);
        if (!form.contains("Action=GetCallerIdentity")) {
            return AwsErrors.xml(
                    400, "InvalidAction", "The local cloud's STS answers GetCallerIdentity alone.");
        }
        String body =
                """
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
                <GetCallerIdentityResult><Arn>arn:aws:iam::%1$s:root</Arn><UserId>%1$s</UserId>\
                <Account>%1$s</Account></GetCallerIdentityResult>\
                <ResponseMetadata><RequestId>local</RequestId></ResponseMetadata>\
                </GetCallerIdentityResponse>"""
                        .formatted(LocalCloud.ACCOUNT);
        return new ServiceResponse(
                200, Map.of("content-type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }
}
