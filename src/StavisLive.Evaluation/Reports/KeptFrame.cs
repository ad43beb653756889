namespace StavisLive.Evaluation.Reports;

/// <summary>A frame that the report shows.</summary>
/// <param name="Row">Its video, or the still.</param>
/// <param name="Number">Its number in the video, from 0.</param>
/// <param name="Score">What it was kept for.</param>
/// <param name="Caption">Its scores.</param>
/// <param name="Jpeg">The comparison.</param>
internal sealed record KeptFrame(string Row, long Number, double Score, string Caption, byte[] Jpeg);
