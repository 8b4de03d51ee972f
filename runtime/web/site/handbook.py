"""How a team runs change management here: read in the app, a chapter at a time, each with the place where it is done."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.site import chrome
from schemas.words import Words, words

pages = Blueprint("handbook", __name__)


@dataclass(frozen=True)
class Chapter:
    """``place`` is the endpoint of the page where it is done, shown to those to whom it is open."""

    title: Words
    text: Words
    place: str
    called: Words
    icon: str


BEGIN: Final = (
    Chapter(
        words("Take the process", "选用流程"),
        words(
            "Take “Customer change request” from the gallery. It brings its steps, its impact matrix, its letters and its tests along.",
            "从模板中心选用“客户需求变更”。步骤、影响矩阵、通知文本和测试一并带来。",
        ),
        "gallery.index",
        words("Gallery", "模板中心"),
        "layout-template",
    ),
    Chapter(
        words("Say who does what", "明确分工"),
        words(
            "Four groups decide: project managers, technical leads, leads and the change board. Put at least three people into the board, so that two can agree while one is away.",
            "共有四个小组：项目经理、技术负责人、负责人与变更委员会。委员会至少三人，一人外出时仍能有两人表决。",
        ),
        "people.index",
        words("People", "人员"),
        "users",
    ),
    Chapter(
        words("Set your bands", "设定评级档位"),
        words(
            "Below 5 % and one week is low, above 15 % and three weeks is high, and what stands exactly on a boundary is medium. "
            "If your projects are larger or smaller, change the bands in the impact matrix: new requests follow them, running ones stay as they were graded.",
            "低于 5% 或不足一周为低，高于 15% 或超过三周为高，恰好等于边界值为中。"
            "若项目规模不同，可在影响矩阵中调整档位：新申请按新档位评级，进行中的申请不变。",
        ),
        "design.index",
        words("Design", "设计"),
        "pencil-ruler",
    ),
    Chapter(
        words("Write your customers down", "建立客户档案"),
        words(
            "Bring them in from a table, and name for each the person who speaks for them: all letters go there. They sign in at the portal with a link and see only what is theirs.",
            "从表格导入客户，并为每个客户指定专人：所有消息都发给专人。客户凭链接登录门户，只看到自己的申请。",
        ),
        "customers.index",
        words("Customers", "客户"),
        "building",
    ),
)
EVERY_CHANGE: Final = (
    Chapter(
        words("1. It comes in", "1. 申请"),
        words(
            "The client fills the form on the phone, or you write it down for them: say by which way it reached you. A complaint or an answer to a survey becomes a change by one press.",
            "客户在手机上填写，或由您代为填写并注明来源渠道。投诉或问卷答复可一键转为变更。",
        ),
        "catalogue.index",
        words("New request", "发起申请"),
        "plus",
    ),
    Chapter(
        words("2. Analysis", "2. 分析"),
        words(
            "Record what it means, what it costs and how long it takes. The grade comes of that; nobody chooses it. Where it is not needed, say why, and it goes to the archive.",
            "记录变更的含义、成本与工期，等级由此得出，不由任何人选择。若无需处理，注明原因后归档。",
        ),
        "inbox.index",
        words("To-dos", "待办"),
        "inbox",
    ),
    Chapter(
        words("3. Review", "3. 评审"),
        words(
            "A low or medium grade is decided by a lead. A high one goes to the change board, with its impact report: two must agree. Difficult ones are put on the agenda of the next meeting; what is decided there goes back to each request.",
            "低、中等级由负责人决定；高等级附影响报告提交变更委员会，须两人同意。疑难变更列入下次评审会议程，会上决定自动写回各申请。",
        ),
        "meetings.index",
        words("Meetings", "评审会"),
        "calendar-clock",
    ),
    Chapter(
        words("4. The client confirms", "4. 客户确认"),
        words(
            "They see what it means for them, the price, the date and the new agreement, and agree, refuse or ask. Before they have agreed, nothing is done.",
            "客户看到影响、费用、日期与新版服务协议，可同意、拒绝或提问。客户同意之前不会实施。",
        ),
        "progress.index",
        words("Under way", "进行中"),
        "kanban",
    ),
    Chapter(
        words("5. The plan moves", "5. 计划调整"),
        words(
            "With the client's word the milestones move by themselves. Fill in the steps; you are told at once whom they would book twice, and what would solve it.",
            "客户同意后里程碑自动顺延。填写实施步骤时，会立即提示哪里有资源冲突、如何解决。",
        ),
        "projects.index",
        words("Projects", "项目"),
        "chart-gantt",
    ),
    Chapter(
        words("6. The work", "6. 实施"),
        words(
            "Everybody finds their part among their tasks, and reports operation and result. Progress is measured against the plan as it stands now.",
            "每个人在任务中看到自己的部分，并填报操作与结果。进度按调整后的计划计算。",
        ),
        "plan_tasks.index",
        words("My tasks in plans", "我的计划任务"),
        "list-checks",
    ),
    Chapter(
        words("7. The result", "7. 结果反馈"),
        words(
            "The client says how satisfied they are, on the same request. If it is not right yet, the work goes on.",
            "客户在同一申请中评价满意度；若仍不满意，继续实施。",
        ),
        "progress.index",
        words("Under way", "进行中"),
        "kanban",
    ),
)
AFTERWARDS: Final = (
    Chapter(
        words("Once a week", "每周"),
        words(
            "Look at the board of open changes: what stands still, what is overdue, who has it.",
            "查看进行中的变更：哪些停滞、哪些逾期、在谁手里。",
        ),
        "progress.index",
        words("Under way", "进行中"),
        "kanban",
    ),
    Chapter(
        words("Once a month", "每月"),
        words(
            "Look at the figures: how long changes take, how soon clients hear from you, where they come from, how content they were. Compare with the time before, and speak with customers who change often.",
            "查看统计：处理周期、客户响应时间、变更来源、满意度。与之前的时期比较，并与变更频繁的客户沟通。",
        ),
        "insights.index",
        words("Insights", "分析"),
        "chart-column",
    ),
    Chapter(
        words("Once a quarter", "每季度"),
        words(
            "Hold a retrospective: what went well, what did not, who does what about it. The lessons stand with the requests that they are of.",
            "召开复盘：做得好的、不足的、由谁改进。经验教训随相关申请留存。",
        ),
        "catalogue.index",
        words("New request", "发起申请"),
        "plus",
    ),
)
PARTS: Final = (
    (words("Before you begin", "开始之前"), BEGIN),
    (words("Every change, in seven steps", "一次变更的七个步骤"), EVERY_CHANGE),
    (words("Afterwards", "持续改进"), AFTERWARDS),
)


@pages.get("/handbook")
@open_to(SignedIn)
def index() -> str:
    return render_template("runtime/site/handbook.html", parts=PARTS, open_here=chrome.is_open)
