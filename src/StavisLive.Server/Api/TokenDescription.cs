using Microsoft.OpenApi;

namespace StavisLive.Server.Api;

/// <summary>Says in the description for machines how one shows who one is.</summary>
internal static class TokenDescription
{
    private const string Scheme = "token";

    /// <summary>Adds it. Where no tokens are set, none is asked for.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Scheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }, []];
    }
}
