using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>Tokens that are given by the environment, for whoever needs no file otherwise.</summary>
public static class ServeTokens
{
    /// <summary>The variable that holds an operator's token.</summary>
    public const string OperatorVariable = "STAVIS_LIVE_OPERATOR_TOKEN";

    /// <summary>The variable that holds a viewer's token.</summary>
    public const string ViewerVariable = "STAVIS_LIVE_VIEWER_TOKEN";

    /// <summary>The configuration of a server with the environment's tokens as well.</summary>
    /// <exception cref="ConfigException">One of them is too short.</exception>
    public static ServeConfig WithEnvironment(ServeConfig serve) =>
        serve with { Tokens = [.. serve.Tokens, .. Of(OperatorVariable, AccessRole.Operator), .. Of(ViewerVariable, AccessRole.Viewer)] };

    private static ValueList<AccessTokenConfig> Of(string variable, AccessRole role)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } token) return [];
        SafeAddress.Hide(token);
        if (token.Length < ServeValidation.LeastSecret)
            throw new ConfigException($"{variable} has {token.Length} letters; give it at least {ServeValidation.LeastSecret} (openssl rand -base64 24 makes one).");
        return [new AccessTokenConfig { Name = role.ToString().ToLowerInvariant(), Token = token, Role = role }];
    }
}
