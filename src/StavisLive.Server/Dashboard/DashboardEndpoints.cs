using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace StavisLive.Server.Dashboard;

/// <summary>The page. Its files are part of the program: what is asked for is looked up among their names, and nowhere else.</summary>
internal static class DashboardEndpoints
{
    private const string Prefix = "Dashboard/";
    private const string Page = "index.html";

    // Monitors ask by HEAD whether the page is there.
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Maps an endpoint for each of its files. Anybody may have them: what they show is asked for separately.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var assembly = typeof(DashboardEndpoints).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            Map(routes, name[Prefix.Length..], bytes);
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string name, byte[] content)
    {
        ContentTypes.TryGetContentType(name, out var type);
        if (type is "text/html" or "text/css" or "text/javascript") type += "; charset=utf-8";
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
        routes.MapMethods(name == Page ? "/" : "/" + name, Methods, (HttpContext context) =>
        {
            // Kept, but asked about: another version of the program brings another page.
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, type, entityTag: tag);
        }).AllowAnonymous().ExcludeFromDescription();
    }
}
