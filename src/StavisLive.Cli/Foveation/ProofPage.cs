using System.Globalization;
using System.Net;
using System.Text;
using StavisLive.Evaluation.Foveation;

namespace StavisLive.Cli.Foveation;

/// <summary>A page with the answer and, at equal rate, what it looks like where attention was highest and lowest.</summary>
/// <param name="folder">Where it and its pictures go; is there.</param>
/// <param name="answer">What was found.</param>
internal sealed class ProofPage(string folder, ProofAnswer answer)
{
    private const string Style =
        "body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:1000px;padding:0 1em}pre{overflow-x:auto}"
        + ".row{display:flex;gap:.5em;flex-wrap:wrap}figure{margin:0 0 1em}figcaption{color:#555}";

    private static readonly string[] Kinds = ["original", "plain", "foveated"];

    private readonly StringBuilder _parts = new();

    /// <summary>Adds the pictures of an arm.</summary>
    public void Add(string codec, string arm, ProofPictures pictures)
    {
        _parts.AppendLine(CultureInfo.InvariantCulture,
            $"<h2>{codec}, {arm}</h2><p>Plain {pictures.PlainBytes / 1000} kB, foveated {pictures.FoveatedBytes / 1000} kB for the whole clip.</p>");
        Add($"{codec}-{arm}-peak", "Where attention was highest", pictures.Crops(atPeak: true));
        Add($"{codec}-{arm}-periphery", "Where it was lowest", pictures.Crops(atPeak: false));
    }

    /// <summary>Writes <c>index.html</c>.</summary>
    public void Write()
    {
        using var table = new StringWriter();
        ProofTables.Write(table, answer);
        var title = WebUtility.HtmlEncode($"Foveated encoding of {answer.Clip}");
        File.WriteAllText(
            Path.Combine(folder, "index.html"),
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{Style}</style></head><body><h1>{title}</h1>"
            + $"<pre>{WebUtility.HtmlEncode(table.ToString())}</pre>{_parts}</body></html>\n");
    }

    private void Add(string name, string heading, IReadOnlyList<byte[]> crops)
    {
        _parts.AppendLine($"<h3>{heading}</h3><div class=\"row\">");
        foreach (var (kind, png) in Kinds.Zip(crops))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{name}-{kind}.png"), png);
            _parts.AppendLine($"<figure><img src=\"{name}-{kind}.png\" alt=\"\"><figcaption>{kind}</figcaption></figure>");
        }
        _parts.AppendLine("</div>");
    }
}
